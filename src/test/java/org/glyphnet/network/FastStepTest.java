package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.glyphnet.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** The rearranged training step is the plain one: the same gradients, whatever the images. */
class FastStepTest {
  private static final int BATCH = 6;

  /**
   * How far two gradients may be apart, as a share of the largest element: both are float32 sums of
   * up to a thousand products in another order; measured: 3e-7 at worst.
   */
  private static final double ROUNDING = 5e-6;

  /**
   * The same where the second convolution goes by way of its spectrum. Then the forward passes
   * differ in their rounding as well, which the division by the deviation of a small batch makes
   * larger; measured: 1.1e-5 at worst.
   */
  private static final double ROUNDING_BY_SPECTRUM = 3e-5;

  /** The same of deeper networks, whose sums over places before a division are longer. */
  private static final double ROUNDING_OF_DEEP = 3e-5;

  /**
   * The least cosine between a gradient of the bfloat16 step and of the float32 step. Factors are
   * off by up to 2^-9 of themselves, and where two pixels of a window are that close, the other one
   * is the maximum; measured: 0.990 at worst.
   */
  private static final double BFLOAT16_COSINE = 0.97;

  /** Of a bias before batch normalisation, whose terms cancel, only rounding is left. */
  private static final double CANCELLED = 1e-5;

  /** What is on the images. */
  private enum Images {
    /** Noise; hardly a tie. */
    NOISE,
    /** Nothing but a spot, as MNIST's: all pooling windows around it are ties. */
    BLANK,
    /** Patches of three grey values, larger than kernel and window: ties beside edges. */
    PATCHES;

    float[] pixels(NetworkSpec spec) {
      int size = BATCH * spec.height() * spec.width() * spec.channels();
      float[] noise = Numbers.uniform(1, size, 0, 1);
      float[] pixels = new float[size];
      for (int i = 0; i < size; i++) {
        int column = i / spec.channels() % spec.width();
        int row = i / (spec.channels() * spec.width()) % spec.height();
        int image = i / (spec.channels() * spec.width() * spec.height());
        pixels[i] =
            switch (this) {
              case NOISE -> noise[i];
              case BLANK -> row >= 4 && row < 9 && column >= 4 && column < 9 ? noise[i] : 0;
              case PATCHES -> ((row + image) / 6 + 2 * ((column + 2 * image) / 6) + image) % 3 / 2f;
            };
      }
      return pixels;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "14, 14, 5, SAME, LEAKY_RELU",
    "13, 15, 5, SAME, RELU",
    "14, 14, 3, SAME, ELU",
    "13, 14, 1, SAME, LEAKY_RELU",
    "14, 13, 2, SAME, LEAKY_RELU",
    "12, 12, 4, SAME, TANH",
    "18, 18, 5, VALID, LEAKY_RELU",
    "17, 19, 3, VALID, SIGMOID",
    "17, 18, 2, VALID, SELU",
    "13, 15, 5, SAME, SOFTPLUS",
    "13, 15, 5, SAME, SWISH",
    "18, 17, 4, VALID, SWISH"
  })
  void gradientsAreThoseOfThePlainGraph(
      int height, int width, int kernelSize, Padding padding, Activation activation) {
    NetworkSpec spec =
        Networks.tiny()
            .withImage(height, width, 2)
            .withSizes(8, 16, 12)
            .withConvolution(kernelSize, padding)
            .withActivation(activation);
    assertGradientsAreThoseOfThePlainGraph(spec, false, ROUNDING);
  }

  @ParameterizedTest
  @CsvSource({
    "14, 14, 5, SAME, 24, 24, LEAKY_RELU",
    "13, 15, 5, SAME, 24, 24, RELU",
    "14, 15, 4, SAME, 64, 64, LEAKY_RELU",
    "15, 14, 5, SAME, 24, 32, SWISH",
    "28, 28, 5, VALID, 64, 64, LEAKY_RELU"
  })
  void gradientsByWayOfTheSpectrumAreThoseOfThePlainGraph(
      int height,
      int width,
      int kernelSize,
      Padding padding,
      int filters1,
      int filters2,
      Activation activation) {
    NetworkSpec spec =
        Networks.tiny()
            .withImage(height, width, 2)
            .withSizes(filters1, filters2, 12)
            .withConvolution(kernelSize, padding)
            .withActivation(activation);
    try (ConvNet net = Networks.forTraining(spec)) {
      assertThat(spectra(net)).as("convolutions by way of the spectrum").hasSize(1);
    }
    assertGradientsAreThoseOfThePlainGraph(spec, false, ROUNDING_BY_SPECTRUM);
    // As before the first step: where the image is blank, everything is zero.
    assertGradientsAreThoseOfThePlainGraph(spec, true, ROUNDING_BY_SPECTRUM);
  }

  @ParameterizedTest
  @CsvSource({
    // filters and kernels of the convolutions ("-" unpooled), units, normalised, pooling, head
    "13, 15, 8/3, 12, false, FLATTEN, BOOK, SAME",
    "21, 19, 6/3 8/5 10/3, 12, false, FLATTEN, BOOK, SAME",
    "27, 30, 6/5 8/3 10/3, '', false, GLOBAL, LOGITS, VALID",
    "17, 16, 4/3- 6/3 6/3- 8/2, 9 7, false, FLATTEN, LOGITS, SAME",
    "14, 13, 6/3 8/3, 12, true, FLATTEN, BOOK, SAME",
    "19, 21, 6/3- 6/3 8/3, '', true, GLOBAL, LOGITS, SAME",
    "8, 9, 8/3 10/3-, 12, true, GLOBAL, LOGITS, SAME",
    "5, 5, 4/3-, '', true, FLATTEN, LOGITS, VALID"
  })
  void gradientsOfOtherDepthsAreThoseOfThePlainGraph(
      int height,
      int width,
      String convolutions,
      String units,
      boolean normalised,
      ConvSpec.FeaturePooling pooling,
      DenseSpec.Head head,
      Padding padding) {
    ConvSpec conv = new ConvSpec(Networks.convolutions(convolutions), padding, normalised, pooling);
    for (Activation activation : List.of(Activation.LEAKY_RELU, Activation.SWISH)) {
      NetworkSpec spec =
          new NetworkSpec(
              new InputSpec(height, width, 3, true),
              3,
              conv,
              new DenseSpec(Networks.units(units), 0, head),
              activation,
              new BatchNormSpec(0, 1e-5f));
      assertGradientsAreThoseOfThePlainGraph(spec, false, ROUNDING_OF_DEEP);
    }
  }

  private static void assertGradientsAreThoseOfThePlainGraph(
      NetworkSpec spec, boolean withoutBiases, double rounding) {
    try (ConvNet net = Networks.forTraining(spec);
        PlainNetwork reference = new PlainNetwork(spec);
        GraphRun run = new GraphRun(net.graph());
        GraphRun plainRun = new GraphRun(reference.graph())) {
      Networks.feedVariables(net, run, 1)
          .forEach(
              (name, value) ->
                  plainRun.feed(name + "/read", shape(net, name), Numbers.floats(value)));
      if (withoutBiases) {
        for (String name : Networks.floatVariableNames(net)) {
          if (name.startsWith("Conv2d") && name.endsWith("/bias")) {
            float[] zeros = new float[Math.toIntExact(shape(net, name).size())];
            run.feed(name + "/read", shape(net, name), zeros);
            plainRun.feed(name + "/read", shape(net, name), zeros);
          }
        }
      }
      for (Images images : Images.values()) {
        feed(run, spec, images);
        feed(plainRun, spec, images);
        assertClose(
            gradients(net, run, name -> Networks.gradientTensor(net, name)),
            gradients(net, plainRun, PlainNetwork::gradientTensor),
            images,
            rounding);
      }
    }
  }

  private static void assertClose(
      Map<String, float[]> fast, Map<String, float[]> plain, Images images, double rounding) {
    double largest = largest(plain);
    plain.forEach(
        (name, gradient) ->
            assertThat(
                    Numbers.largestDifference(
                        Numbers.doubles(fast.get(name)), Numbers.doubles(gradient)))
                .as("%s on %s", name, images)
                .isLessThanOrEqualTo(rounding * largest));
  }

  @ParameterizedTest
  @CsvSource({"5, SAME", "3, SAME", "4, SAME", "5, VALID"})
  void inputGradientIsAConvolutionWithTheTurnedKernel(int kernelSize, Padding padding) {
    try (ConvNet net =
        Networks.forTraining(
            Networks.tiny().withImage(18, 18, 1).withConvolution(kernelSize, padding))) {
      List<String> types = Networks.operations(net).stream().map(GraphOperation::type).toList();
      assertThat(types).contains("GatherV2").doesNotContain("Conv2DBackpropInput");
    }
  }

  @Test
  void onlyTheStepGoesByWayOfTheSpectrumAndOnlyWhereThatPays() {
    try (ConvNet small = Networks.forTraining(Networks.tiny());
        ConvNet large = Networks.forTraining(NetworkSpec.bookText())) {
      assertThat(spectra(small)).isEmpty();
      assertThat(spectra(large))
          .as("the second convolution")
          .singleElement()
          .asString()
          .startsWith(Precision.FLOAT32 + "/Conv2d_Layer2/");
    }
  }

  /** The convolutions that go by way of their spectrum: each is masked where nothing is. */
  private static List<String> spectra(ConvNet net) {
    return Networks.operations(net).stream()
        .filter(operation -> operation.type().equals("Sign"))
        .map(GraphOperation::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"LEAKY_RELU, Conv2D", "TANH, Conv2D", "SWISH, Mul"})
  void poolingComesFirstOnlyWhereTheActivationNeverFalls(Activation activation, String pooled) {
    try (ConvNet net = Networks.forTraining(Networks.tiny().withActivation(activation))) {
      assertThat(
              Networks.operations(net).stream()
                  .filter(operation -> operation.type().equals("MaxPool"))
                  .map(operation -> ((GraphOperation) operation.input(0).op()).type())
                  .collect(Collectors.toSet()))
          .containsExactly(pooled);
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 16", "24, 24"})
  void bfloat16StepHasTheFloat32StepsGradientsToItsPrecision(int filters1, int filters2) {
    assumeFalse(
        Engine.prepare(true).emulatesBfloat16(),
        "this processor has no bfloat16 instructions, and this JVM's engine would emulate them");
    NetworkSpec spec = Networks.tiny().withImage(14, 14, 1).withSizes(filters1, filters2, 12);
    Map<String, float[]> exact;
    Map<String, float[]> rounded;
    try (ConvNet net = Networks.forTraining(spec);
        ConvNet bfloat16 = ConvNet.forTraining(spec, AdamSpec.book(), 1, Precision.BFLOAT16);
        GraphRun run = new GraphRun(net.graph());
        GraphRun roundedRun = new GraphRun(bfloat16.graph())) {
      Networks.feedVariables(net, run, 1);
      Networks.feedVariables(bfloat16, roundedRun, 1);
      feed(run, spec, Images.NOISE);
      feed(roundedRun, spec, Images.NOISE);
      exact = gradients(net, run, name -> Networks.gradientTensor(net, name));
      rounded = gradients(bfloat16, roundedRun, name -> Networks.gradientTensor(bfloat16, name));

      run.feed(TensorNames.IS_TRAINING, true);
      roundedRun.feed(TensorNames.IS_TRAINING, true);
      assertThat(roundedRun.floats(TensorNames.SCORES))
          .as("what is evaluated stays float32")
          .isEqualTo(run.floats(TensorNames.SCORES));
      assertThat(roundedRun.scalar(TensorNames.STEP_COST))
          .isNotEqualTo(run.scalar(TensorNames.STEP_COST));
    }
    for (String name : exact.keySet()) {
      double[] expected = Numbers.doubles(exact.get(name));
      if (Numbers.largest(expected) > CANCELLED * largest(exact)) {
        assertThat(Numbers.cosine(Numbers.doubles(rounded.get(name)), expected))
            .as(name)
            .isGreaterThan(BFLOAT16_COSINE);
      }
    }
  }

  @Test
  void bfloat16StepMultipliesInItAndDoesAllElseInFloat32() {
    try (ConvNet net =
        ConvNet.forTraining(Networks.tiny(), AdamSpec.book(), 1, Precision.BFLOAT16)) {
      List<GraphOperation> half =
          Networks.operations(net).stream().filter(FastStepTest::isBfloat16).toList();
      assertThat(half.stream().map(GraphOperation::type).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "Cast",
              "Conv2D",
              "Conv2DBackpropFilter",
              "GatherV2",
              "MatMul",
              "MaxPool",
              "MaxPoolGrad",
              "Reshape",
              "Transpose");
      assertThat(Networks.operations(net).stream().filter(op -> op.type().equals("VariableV2")))
          .noneMatch(FastStepTest::isBfloat16);
    }
  }

  private static boolean isBfloat16(GraphOperation operation) {
    return operation.numOutputs() > 0 && operation.output(0).dataType() == DataType.DT_BFLOAT16;
  }

  private static void feed(GraphRun run, NetworkSpec spec, Images images) {
    run.feed(
            TensorNames.IMAGE,
            Shape.of(BATCH, spec.height(), spec.width(), spec.channels()),
            images.pixels(spec))
        .feed(TensorNames.LABEL, Numbers.labels(BATCH, spec.classes()));
  }

  private static Map<String, float[]> gradients(
      ConvNet net, GraphRun run, UnaryOperator<String> tensorOf) {
    Map<String, float[]> gradients = new TreeMap<>();
    List<String> names = Networks.trainableNames(net);
    Map<String, float[]> values = run.floats(names.stream().map(tensorOf).toList());
    names.forEach(name -> gradients.put(name, values.get(tensorOf.apply(name))));
    return gradients;
  }

  private static double largest(Map<String, float[]> gradients) {
    return gradients.values().stream()
        .mapToDouble(gradient -> Numbers.largest(Numbers.doubles(gradient)))
        .max()
        .orElseThrow();
  }

  private static Shape shape(ConvNet net, String variable) {
    return net.variables().stream()
        .filter(entry -> entry.name().equals(variable))
        .findFirst()
        .orElseThrow()
        .ref()
        .shape();
  }
}
