package org.glyphnet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.network.Activation;
import org.glyphnet.network.Batch;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Networks;
import org.glyphnet.network.Padding;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** One image alone is told as it is told among others, in another graph. */
class SingleImageNetworkTest {
  private static final SessionSettings SETTINGS = new SessionSettings(2);

  /** What one image and a batch may be apart. */
  private static final float CLOSE = 1e-5f;

  /** Its dense kernel, 3136 x 352, is just large enough. */
  private static final NetworkSpec LARGE = NetworkSpec.bookText().withSizes(8, 64, 352);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"SAME, LEAKY_RELU", "VALID, SWISH"})
  void oneImageAloneHasTheScoresItHasAmongOthers(Padding padding, Activation activation) {
    NetworkSpec spec =
        LARGE.withConvolution(3, padding).withActivation(activation).withSizes(8, 64, 1024);
    // Many, so that batch normalisation does not divide by the deviations of a handful.
    Batch batch = Batch.of(spec, 64, 1);
    try (ConvNet net = ConvNet.forServing(spec);
        Session restored = new Session(net.graph(), SETTINGS.toInferenceConfig())) {
      restored.restore(batch.trained(spec, folder));
      float[] expected;
      long[] expectedPredictions;
      try (TFloat32 images = images(batch, 0, 5);
          Result result = answers(restored, images)) {
        expected = floats(result);
        expectedPredictions = longs(result);
      }
      try (SingleImageNetwork lone = lone(net, restored).orElseThrow()) {
        int classes = expected.length / 5;
        for (int i = 0; i < 5; i++) {
          try (TFloat32 image = images(batch, i, 1);
              Result result = answers(lone.session(), image)) {
            float[] scores = floats(result);
            for (int label = 0; label < classes; label++) {
              assertThat(scores[label])
                  .as("image %d, class %d", i, label)
                  .isCloseTo(expected[i * classes + label], within(CLOSE));
            }
            assertThat(longs(result)).containsExactly(expectedPredictions[i]);
          }
        }
      }
    }
  }

  @Test
  void largeKernelIsHeldOnceAndInBlocks() {
    try (ConvNet net = ConvNet.forServing(LARGE);
        Session restored = new Session(net.graph(), SETTINGS.toInferenceConfig())) {
      restored.restore(Batch.of(LARGE, 2, 1).trained(LARGE, folder));
      try (SingleImageNetwork lone = lone(net, restored).orElseThrow();
          Result result = lone.session().runner().fetch("DenseLayer3/kernel").run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(11, 3136, 32));
      }
    }
  }

  @Test
  void restoredSessionIsLeftAlone() {
    try (ConvNet net = ConvNet.forServing(LARGE);
        Session restored = new Session(net.graph(), SETTINGS.toInferenceConfig())) {
      restored.restore(Batch.of(LARGE, 2, 1).trained(LARGE, folder));
      List<String> before = Networks.operations(net).stream().map(GraphOperation::name).toList();
      lone(net, restored).orElseThrow().close();

      assertThat(Networks.operations(net).stream().map(GraphOperation::name))
          .containsExactlyElementsOf(before);
      try (Result result = restored.runner().fetch("DenseLayer3/kernel").run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(3136, 352));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 3136 x 320 is below 2^20, 3136 x 350 no multiple of 32.
    "320",
    "350"
  })
  void noneWhereItWouldNotBeFaster(int units) {
    try (ConvNet net = ConvNet.forServing(LARGE.withSizes(8, 64, units))) {
      assertThat(SingleImageGraph.of(net.graph().toGraphDef(), List.of(TensorNames.SCORES)))
          .isEmpty();
    }
  }

  @Test
  void noneWhereTheAnswersComeFromOtherStateThanVariables() {
    try (ConvNet net = ConvNet.forServing(LARGE)) {
      Ops tf = Ops.create(net.graph());
      Operand<TFloat32> scores = net.graph().operation(TensorNames.SCORES).<TFloat32>output(0);
      tf.withName("noisy")
          .math
          .add(scores, tf.random.randomUniform(tf.shape(scores), TFloat32.class));

      assertThat(SingleImageGraph.of(net.graph().toGraphDef(), List.of("noisy:0"))).isEmpty();
      assertThat(SingleImageGraph.of(net.graph().toGraphDef(), List.of(TensorNames.SCORES)))
          .isPresent();
    }
  }

  @Test
  void noneForTheTrainingGraphsVariablesOfOtherTypes() {
    try (ConvNet net = Networks.forTraining(LARGE)) {
      assertThat(
              SingleImageGraph.of(
                  net.graph().toGraphDef(), List.of(TensorNames.SCORES, TensorNames.GLOBAL_STEP)))
          .isEmpty();
    }
  }

  private static Optional<SingleImageNetwork> lone(ConvNet net, Session restored) {
    return SingleImageNetwork.of(
        net.graph().toGraphDef(),
        restored,
        List.of(TensorNames.SCORES, TensorNames.PREDICTION + ":0"),
        SETTINGS);
  }

  private static TFloat32 images(Batch batch, int from, int count) {
    long size = batch.shape.size() / batch.shape.get(0);
    TFloat32 images = TFloat32.tensorOf(batch.shape.tail().prepend(count));
    images
        .asRawTensor()
        .data()
        .asFloats()
        .write(batch.images, Math.toIntExact(from * size), Math.toIntExact(count * size));
    return images;
  }

  private static Result answers(Session session, TFloat32 images) {
    return session
        .runner()
        .feed(TensorNames.IMAGE, images)
        .fetch(TensorNames.SCORES)
        .fetch(TensorNames.PREDICTION)
        .run();
  }

  private static float[] floats(Result result) {
    TFloat32 scores = (TFloat32) result.get(0);
    float[] values = new float[Math.toIntExact(scores.size())];
    scores.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static long[] longs(Result result) {
    TInt64 predictions = (TInt64) result.get(1);
    long[] values = new long[Math.toIntExact(predictions.size())];
    predictions.asRawTensor().data().asLongs().read(values);
    return values;
  }
}
