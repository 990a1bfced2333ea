package org.glyphnet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.SessionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/** Models that others made, who call their tensors as they like. */
class ForeignClassifierTest {
  private static final SessionSettings SETTINGS = new SessionSettings(1);
  private static final int CLASSES = 3;

  @TempDir Path folder;

  /** A linear classifier of 2 x 2 images: class k sums what pixel k has. */
  private Path export(
      String input, String output, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> end)
      throws IOException {
    Path version = folder.resolve("theirs").resolve("1");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> image =
          tf.withName("anything")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, 2, 1)));
      Variable<TFloat32> kernel = tf.variable(Shape.of(4, CLASSES), TFloat32.class);
      tf.withInitScope()
          .assign(
              kernel,
              tf.withInitScope()
                  .constant(new float[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}, {0, 0, 0}}));
      Operand<TFloat32> logits =
          tf.linalg.matMul(tf.reshape(image, tf.constant(new int[] {-1, 4})), kernel);
      Signature signature =
          Signature.builder("serving_default")
              .input(input, image)
              .output(output, end.apply(tf, logits))
              .methodName("tensorflow/serving/predict")
              .build();
      session.initialize();
      SavedModelBundle.exporter(version.toString())
          .withTags("serve")
          .withFunction(SessionFunction.create(signature, session))
          .export();
    }
    return version;
  }

  @ParameterizedTest
  @CsvSource({"logits", "scores", "dense_1"})
  void logitsUnderAnyNameAreScoresAndBecomeProbabilities(String output) throws IOException {
    Path version = export("pixels", output, (tf, logits) -> logits);

    try (Classifier classifier = Classifier.load(version, SETTINGS)) {
      Classification found = classifier.classify(new float[] {0, 1, 0, 0});

      assertThat(classifier.shape()).isEqualTo(new ImageShape(2, 2, 1));
      assertThat(found.label()).isEqualTo("1");
      assertThat(found.scores()).containsExactly(0, 2, 0);
      assertThat((double) found.probability())
          .isCloseTo(Math.exp(2) / (Math.exp(2) + 2), within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"probabilities", "output_0"})
  void probabilitiesUnderAnyNameStayAsTheyAre(String output) throws IOException {
    Path version = export("keras_tensor", output, (tf, logits) -> tf.nn.softmax(logits));

    try (Classifier classifier = Classifier.load(version, SETTINGS);
        ServingGraph graph = ServingGraph.load(version, SETTINGS);
        TFloat32 batch = TFloat32.tensorOf(Shape.of(2, 2, 2, 1), DataBuffers.of(new float[8]))) {
      Classification found = classifier.classify(new float[] {0, 0, 1, 0});
      float[] scores = graph.predictions(batch).scores();

      assertThat(found.label()).isEqualTo("2");
      assertThat((double) found.probability())
          .isCloseTo(Math.exp(2) / (Math.exp(2) + 2), within(1e-6));
      assertThat(scores).hasSize(2 * CLASSES);
      assertThat((double) scores[0]).isCloseTo(Math.log(1.0 / 3), within(1e-6));
    }
  }

  @Test
  void whatIsNoClassifierOfImagesIsRefusedWithWhatItTakesAndGives() {
    SignatureDef good = signature(Map.of("x", images(-1, 28, 28, 1)), Map.of("y", table(-1, 10)));

    assertThat(ClassifierEnds.of(good, "m").classes()).isEqualTo(10);
    refused(Map.of("a", table(-1, 3), "b", table(-1, 3)), good.getOutputsMap(), "'a'", "'b'");
    refused(Map.of(), good.getOutputsMap(), "takes nothing");
    refused(Map.of("x", table(-1, 784)), good.getOutputsMap(), "'x'", "[?, 784]");
    refused(
        Map.of("x", images(-1, -1, -1, 3)),
        good.getOutputsMap(),
        "images of any size",
        "[?, ?, ?, 3]");
    refused(good.getInputsMap(), Map.of("a", table(-1, 3), "b", table(-1, 3)), "'a'", "'b'");
    refused(good.getInputsMap(), Map.of("y", table(-1, -1)), "how many classes");
    refused(good.getInputsMap(), Map.of("y", images(-1, 7, 7, 2)), "'y'", "[?, 7, 7, 2]");
  }

  private static void refused(
      Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs, String... told) {
    assertThatThrownBy(() -> ClassifierEnds.of(signature(inputs, outputs), "saved_models/m/1"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("saved_models/m/1: ")
        .hasMessageContainingAll(told);
  }

  private static SignatureDef signature(
      Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    return SignatureDef.newBuilder().putAllInputs(inputs).putAllOutputs(outputs).build();
  }

  private static TensorInfo images(long... sizes) {
    return tensor(sizes);
  }

  private static TensorInfo table(long... sizes) {
    return tensor(sizes);
  }

  private static TensorInfo tensor(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName("some:0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape)
        .build();
  }
}
