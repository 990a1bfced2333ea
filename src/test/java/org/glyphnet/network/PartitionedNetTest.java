package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** All workers in this process: what is divided and joined is the same wherever it runs. */
class PartitionedNetTest {
  private static final int SIDE = 12;
  private static final int STEPS = 12;
  private static final AdamSpec FAST = new AdamSpec(0.002f, 0.5f, 0.999f, 1e-8f);
  private static final NetworkSpec TINY =
      NetworkSpec.of(Preset.COMPACT).withImage(SIDE, SIDE, 1).withClasses(3).withSizes(3, 4, 10);
  private static final PartitionedNet.Placement THREE = here(3);

  static Stream<Arguments> divisions() {
    DenseSpec two = new DenseSpec(List.of(7, 5), 0.2f, DenseSpec.Head.LOGITS);
    DenseSpec none = new DenseSpec(List.of(), 0.2f, DenseSpec.Head.BOOK);
    return Stream.of(
        Arguments.of("one worker", TINY, 1, 16),
        Arguments.of("an even batch", TINY, 2, 16),
        Arguments.of("10 units and 19 images over three", TINY, 3, 19),
        Arguments.of("four workers", TINY, 4, 18),
        Arguments.of("fewer images than workers", TINY, 4, 3),
        Arguments.of("fewer units than workers", TINY.withSizes(3, 4, 2), 3, 16),
        Arguments.of("two hidden layers", TINY.withDense(two), 2, 16),
        Arguments.of("no hidden layer", TINY.withDense(none), 3, 16),
        Arguments.of(
            "valid padding",
            // A kink's other slope would be another curve: whether a sum that is all but zero is
            // above or below depends on the processor.
            TINY.withConvolution(2, Padding.VALID).withActivation(Activation.TANH),
            2,
            15));
  }

  /**
   * A sum of n numbers in another order differs by at most n roundings of 2^-24 each of its largest
   * partial sum; the longest sums here are over 19 * 144 products, so 1e-4 relative, if every
   * rounding fell the same way. As they do not, the root of that number of them is what is seen:
   * 2e-6, and costs are about 1. It grows from step to step. Adam's step does not depend on a
   * gradient's size but its sign, so a gradient that is zero but for rounding moves its variable
   * either way by a whole step; such are only the biases ahead of a batch normalisation, which
   * takes them out again.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("divisions")
  void stepsCostWhatTheyCostInOnePlaceToRounding(
      String name, NetworkSpec spec, int workers, int batch) {
    try (ConvNet whole = ConvNet.forTraining(spec, FAST, 1);
        PartitionedNet divided = PartitionedNet.of(spec, StepSpec.of(FAST), 1, here(workers));
        Session one = new Session(whole.graph());
        Session several = new Session(divided.graph())) {
      one.initialize();
      push(divided, one, several);
      List<Float> expected = costs(one, batch);
      List<Float> found = costs(several, batch);
      for (int i = 0; i < STEPS; i++) {
        assertThat(found.get(i)).as("step " + i).isCloseTo(expected.get(i), within(5e-5f));
      }
      assertThat(expected.get(STEPS - 1)).as("it moves").isNotEqualTo(expected.get(0));
    }
  }

  static Stream<Arguments> otherSteps() {
    NetworkSpec modern = modern(List.of());
    NetworkSpec hidden = modern(List.of(6));
    StepSpec plain = StepSpec.of(FAST);
    Regularisation all = new Regularisation(0.01f, 0.05f, 0.9f, List.of(1f, 2f, 1f));
    return Stream.of(
        Arguments.of("normalised convolutions", modern, plain, 3, 19),
        Arguments.of("normalised convolutions, fewer images than workers", modern, plain, 4, 3),
        Arguments.of("normalised convolutions and units", hidden, plain, 2, 16),
        Arguments.of("averages, decay, smoothing", hidden, step(all, false), 3, 19),
        Arguments.of("frozen convolutions", TINY, step(Regularisation.NONE, true), 2, 15),
        Arguments.of("frozen, averages, no hidden layer", modern, step(all, true), 3, 19));
  }

  /** As the modern recipe makes it; smooth, because a kink's other slope is another curve. */
  private static NetworkSpec modern(List<Integer> units) {
    return new NetworkSpec(
        new InputSpec(SIDE, SIDE, 1, true),
        3,
        new ConvSpec(
            List.of(
                new ConvSpec.Layer(3, 3, false),
                new ConvSpec.Layer(4, 3, true),
                new ConvSpec.Layer(4, 3, true)),
            Padding.SAME,
            true,
            ConvSpec.FeaturePooling.FLATTEN),
        new DenseSpec(units, 0.2f, DenseSpec.Head.LOGITS),
        Activation.TANH,
        new BatchNormSpec(0.9f, 1e-5f));
  }

  private static StepSpec step(Regularisation regularisation, boolean frozen) {
    return new StepSpec(FAST, Precision.FLOAT32, regularisation, frozen);
  }

  /**
   * Variables are within half a step of the learning rate, where 12 steps have moved them by up to
   * 12. Left out are the biases ahead of a batch normalisation, which rounding moves as said above,
   * and the means that move with them.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("otherSteps")
  void costsStatisticsAndVariablesAreThoseOfOnePlaceToRounding(
      String name, NetworkSpec spec, StepSpec step, int workers, int batch) {
    try (ConvNet whole = ConvNet.forTraining(spec, step, 1);
        PartitionedNet divided = PartitionedNet.of(spec, step, 1, here(workers));
        Session one = new Session(whole.graph());
        Session several = new Session(divided.graph())) {
      assertThat(divided.variables())
          .containsExactlyInAnyOrderElementsOf(
              whole.variables().stream().map(GraphVariables.Entry::name).toList());
      one.initialize();
      push(divided, one, several);
      List<Float> expected = costs(one, batch);
      List<Float> found = costs(several, batch);
      for (int i = 0; i < STEPS; i++) {
        assertThat(found.get(i)).as("step " + i).isCloseTo(expected.get(i), within(5e-5f));
      }
      assertThat(expected.get(STEPS - 1)).as("it moves").isNotEqualTo(expected.get(0));
      List<String> determined =
          divided.variables().stream().filter(variable -> !moved(variable, divided)).toList();
      assertThat(determined).hasSizeGreaterThan(10);
      for (String variable : determined) {
        assertThat(numbers(several, PartitionedNet.pulled(variable)))
            .as(variable)
            .usingComparatorWithPrecision(1e-3f)
            .containsExactly(numbers(one, variable + "/read"));
      }
    }
  }

  /** Whether rounding moves a variable, because a batch normalisation takes it out again. */
  private static boolean moved(String variable, PartitionedNet net) {
    Matcher bias =
        Pattern.compile("(?:DenseLayer(\\d+)/bias|BatchNorm_Layer(\\d+)/moving_mean)(?:/.*)?")
            .matcher(variable);
    if (!bias.matches()) {
      return false;
    }
    String number = bias.group(1) == null ? bias.group(2) : bias.group(1);
    return net.variables().contains("BatchNorm_Layer" + number + "/gamma")
        && net.variables().contains("DenseLayer" + number + "/bias");
  }

  @Test
  void itsVariablesAreThoseOfTheNetworkThatIsNotDivided() {
    try (ConvNet whole = ConvNet.forTraining(TINY, FAST, 1);
        PartitionedNet divided = PartitionedNet.of(TINY, StepSpec.of(FAST), 1, THREE)) {
      assertThat(divided.variables())
          .containsExactlyInAnyOrderElementsOf(
              whole.variables().stream().map(GraphVariables.Entry::name).toList());
    }
  }

  @Test
  void whatIsPushedIsPulledToTheBit() {
    try (ConvNet whole = ConvNet.forTraining(TINY, FAST, 1);
        PartitionedNet divided = PartitionedNet.of(TINY, StepSpec.of(FAST), 1, THREE);
        Session one = new Session(whole.graph());
        Session several = new Session(divided.graph())) {
      one.initialize();
      costs(one, 16); // so that no slot is zero
      push(divided, one, several);
      for (String variable : divided.variables()) {
        assertThat(bytes(several, PartitionedNet.pulled(variable)))
            .as(variable)
            .isEqualTo(bytes(one, variable + "/read"));
      }
    }
  }

  @Test
  void equalRunsEndInEqualBits() {
    List<List<Byte>> first = trained();
    assertThat(trained()).isEqualTo(first);
  }

  @Test
  void everyOperationHasAPlaceAndEveryVariableAContainer() {
    var placement = new PartitionedNet.Placement(2, worker -> "/job:w/task:" + worker, "here");
    try (PartitionedNet divided = PartitionedNet.of(TINY, StepSpec.of(FAST), 1, placement)) {
      var nodes = divided.graph().toGraphDef().getNodeList();
      assertThat(nodes).allMatch(node -> node.getDevice().startsWith("/job:w/task:"));
      assertThat(nodes)
          .filteredOn(node -> node.getOp().equals("VariableV2"))
          .allMatch(node -> node.getAttrOrThrow("container").getS().toStringUtf8().equals("here"));
      assertThat(nodes)
          .filteredOn(node -> node.getName().contains("DenseLayer3/kernel"))
          .extracting(node -> node.getDevice().endsWith("1"))
          .contains(true, false);
      assertThat(nodes)
          .filteredOn(node -> node.getOp().equals("Conv2DBackpropFilter"))
          .extracting(node -> node.getDevice())
          .contains("/job:w/task:0", "/job:w/task:1");
    }
  }

  private static PartitionedNet.Placement here(int workers) {
    return new PartitionedNet.Placement(
        workers, worker -> "/job:localhost/replica:0/task:0/device:CPU:0", "test");
  }

  private static List<List<Byte>> trained() {
    try (ConvNet whole = ConvNet.forTraining(TINY, FAST, 1);
        PartitionedNet divided = PartitionedNet.of(TINY, StepSpec.of(FAST), 1, THREE);
        Session one = new Session(whole.graph());
        Session several = new Session(divided.graph())) {
      one.initialize();
      push(divided, one, several);
      costs(several, 19);
      return divided.variables().stream()
          .map(variable -> bytes(several, PartitionedNet.pulled(variable)))
          .toList();
    }
  }

  private static void push(PartitionedNet divided, Session from, Session to) {
    Session.Runner fetch = from.runner();
    divided.variables().forEach(variable -> fetch.fetch(variable + "/read"));
    try (Result values = fetch.run()) {
      Session.Runner push = to.runner().addTarget(PartitionedNet.PUSH);
      for (int i = 0; i < divided.variables().size(); i++) {
        push.feed(PartitionedNet.pushed(divided.variables().get(i)), values.get(i));
      }
      push.run().close();
    }
  }

  /** Trains on batches of noise, brighter in the columns that the class names. */
  private static List<Float> costs(Session session, int batch) {
    Random random = new Random(7);
    List<Float> costs = new ArrayList<>();
    boolean whole = session.graph().operation(TensorNames.IS_TRAINING) != null;
    for (int step = 0; step < STEPS; step++) {
      float[] pixels = new float[batch * SIDE * SIDE];
      long[] labels = new long[batch];
      for (int i = 0; i < pixels.length; i++) {
        int image = i / (SIDE * SIDE);
        labels[image] = image % 3;
        pixels[i] = 0.3f * random.nextFloat() + (i % SIDE % 3 == labels[image] ? 0.6f : 0);
      }
      try (TFloat32 image =
              TFloat32.tensorOf(Shape.of(batch, SIDE, SIDE, 1), DataBuffers.of(pixels));
          TInt64 label = TInt64.tensorOf(Shape.of(batch), DataBuffers.of(labels));
          TFloat32 rate = TFloat32.scalarOf(FAST.learningRate());
          TBool training = TBool.scalarOf(true)) {
        Session.Runner runner =
            session
                .runner()
                .feed(TensorNames.IMAGE, image)
                .feed(TensorNames.LABEL, label)
                .addTarget(TensorNames.TRAIN_STEP)
                .fetch(TensorNames.STEP_COST);
        if (whole) {
          runner.feed(TensorNames.IS_TRAINING, training);
        } else {
          runner.feed(TensorNames.LEARNING_RATE, rate);
        }
        try (Result result = runner.run()) {
          costs.add(((TFloat32) result.get(0)).getFloat());
        }
      }
    }
    return costs;
  }

  private static float[] numbers(Session session, String name) {
    try (Result result = session.runner().fetch(name).run()) {
      if (!(result.get(0) instanceof TFloat32 tensor)) {
        return new float[] {((TInt64) result.get(0)).getLong()};
      }
      float[] numbers = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(numbers);
      return numbers;
    }
  }

  private static List<Byte> bytes(Session session, String name) {
    try (Result result = session.runner().fetch(name).run()) {
      Tensor tensor = result.get(0);
      var data = tensor.asRawTensor().data();
      List<Byte> bytes = new ArrayList<>();
      for (long i = 0; i < data.size(); i++) {
        bytes.add(data.getByte(i));
      }
      return bytes;
    }
  }
}
