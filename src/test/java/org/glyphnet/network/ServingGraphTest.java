package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.GraphOperation;

class ServingGraphTest {
  private static final List<String> ANSWERS =
      List.of(
          TensorNames.SCORES,
          TensorNames.BOOK_SCORES,
          TensorNames.BOOK_SCORES_ALIAS,
          TensorNames.PROBABILITIES,
          "DropOut_Layer3",
          "Conv2d_Layer1");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"LEAKY_RELU, SAME", "LEAKY_RELU, VALID", "SWISH, SAME", "SIGMOID, VALID"})
  void restoredServingGraphAnswersToTheBitAsTheTrainingGraph(
      Activation activation, Padding padding) {
    NetworkSpec spec =
        NetworkSpec.bookText()
            .withImage(20, 17, 1)
            .withSizes(8, 8, 32)
            .withConvolution(5, padding)
            .withActivation(activation);
    String checkpoint = folder.resolve("variables").toString();
    Batch batch = Batch.of(spec, 19, 1);
    Map<String, float[]> expected;
    long[] expectedPrediction;
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      batch.trainAndSave(run, checkpoint);
      run.feed(TensorNames.IS_TRAINING, false);
      expected = run.floats(ANSWERS);
      expectedPrediction = run.longs(TensorNames.PREDICTION);
    }

    try (ConvNet net = ConvNet.forServing(spec);
        GraphRun run = new GraphRun(net.graph())) {
      run.session().restore(checkpoint);
      run.feed(TensorNames.IMAGE, batch.shape, batch.images);
      Map<String, float[]> found = run.floats(ANSWERS);

      ANSWERS.forEach(name -> assertThat(found.get(name)).as(name).isEqualTo(expected.get(name)));
      assertThat(run.longs(TensorNames.PREDICTION)).containsExactly(expectedPrediction);
    }
  }

  @Test
  void nothingInItServesTraining() {
    try (ConvNet net = ConvNet.forServing(Networks.tiny().withDropout(0.5f))) {
      List<GraphOperation> operations = Networks.operations(net);

      assertThat(operations.stream().map(GraphOperation::type))
          .doesNotContain(
              "ApplyAdam", "Assign", "AssignAdd", "StatelessRandomUniform", "Fill", "NoOp");
      assertThat(operations.stream().map(GraphOperation::name))
          .doesNotContain("label", "is_training", "cost", "accuracy", "global_step")
          .noneMatch(name -> name.contains("gradients") || name.contains("Adam"));
    }
  }

  @Test
  void everyOperationInItLeadsToAnAnswerOrIsALayer() {
    try (ConvNet net = ConvNet.forServing(Networks.tiny())) {
      // Ends: what no other operation reads. The rest is needed by one of them.
      assertThat(
              Networks.operations(net).stream()
                  .filter(operation -> operation.numConsumers() == 0)
                  .map(GraphOperation::name))
          .containsExactlyInAnyOrder(
              TensorNames.SCORES,
              TensorNames.BOOK_SCORES_ALIAS,
              TensorNames.PROBABILITIES,
              TensorNames.PREDICTION,
              // Where pooling comes first, these are computed only for whoever fetches them.
              "Conv2d_Layer1",
              "Conv2d_Layer2");
    }
  }
}
