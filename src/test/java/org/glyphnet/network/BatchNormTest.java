package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;

class BatchNormTest {
  private static final String LAYER = "BatchNorm_Layer3";
  private static final float EPSILON = 1e-8f;

  @Test
  void trainingTakesTheBatchsMeanAndVariance() {
    // Mean 2, variance 1.
    assertThat(normalised(true, 1, 1, 3)).containsExactly(new float[] {-1, 1}, within(1e-6f));
  }

  @Test
  void varianceIsDividedByTheNumberOfImages() {
    // Mean 3, variance (9 + 0 + 9) / 3 = 6, not 18 / 2.
    assertThat(normalised(true, 1, 0, 3, 6))
        .containsExactly(new float[] {-1.2247449f, 0, 1.2247449f}, within(1e-6f));
  }

  @Test
  void everyUnitHasItsOwnStatistics() {
    // Columns 1, 3 and 10, 30: means 2 and 20, variances 1 and 100.
    assertThat(normalised(true, 2, 1, 10, 3, 30))
        .containsExactly(new float[] {-1, -1, 1, 1}, within(1e-6f));
  }

  @Test
  void unitThatIsTheSameInAllImagesIsBeta() {
    assertThat(normalised(true, 1, 7, 7, 7)).containsExactly(new float[] {0, 0, 0}, within(1e-3f));
  }

  @Test
  void freshNetworkLeavesItsInputAloneInInference() {
    assertThat(normalised(false, 1, 1, 3)).containsExactly(new float[] {1, 3}, within(1e-6f));
  }

  private static float[] normalised(boolean training, int units, float... x) {
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, units), 1)) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, EPSILON));
      try (GraphRun run = new GraphRun(bench.graph())) {
        return run.feed(LayerBench.X, Shape.of(x.length / units, units), x)
            .feed(TensorNames.IS_TRAINING, training)
            .floats(LAYER);
      }
    }
  }

  @Test
  void inferenceTakesTheMovingAverages() {
    // 3 * (x - 5) / 2 + 1 at 5 and 9.
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, 1), 1)) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, EPSILON));
      assertThat(withStatistics(bench, false)).containsExactly(new float[] {1, 7}, within(1e-5f));
    }
  }

  @Test
  void trainingDoesNotTakeTheMovingAverages() {
    // 3 * (x - 7) / 2 + 1 at 5 and 9.
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, 1), 1)) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, EPSILON));
      assertThat(withStatistics(bench, true)).containsExactly(new float[] {-2, 4}, within(1e-5f));
    }
  }

  @Test
  void inferenceDoesNotComputeTheBatchsStatistics() {
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, 1), 1)) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, EPSILON));
      try (GraphRun run = new GraphRun(bench.graph())) {
        feedStatistics(run).feed(TensorNames.IS_TRAINING, false);

        for (String statistic : List.of("/batch_mean", "/batch_variance")) {
          assertThatThrownBy(() -> run.floats(LAYER + statistic))
              .isInstanceOf(TFInvalidArgumentException.class)
              .hasMessageContaining("does not have value");
        }
      }
    }
  }

  @Test
  void graphForInferenceTakesTheMovingAverages() {
    try (LayerBench bench = LayerBench.forInference(Shape.of(-1, 1))) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, EPSILON));
      assertThat(bench.layers().movingAverages()).isEmpty();
      try (GraphRun run = new GraphRun(bench.graph())) {
        assertThat(feedStatistics(run).floats(LAYER))
            .containsExactly(new float[] {1, 7}, within(1e-5f));
      }
    }
  }

  /** Of 5 and 9, with moving mean 5, moving variance 4, gamma 3 and beta 1. */
  private static float[] withStatistics(LayerBench bench, boolean training) {
    try (GraphRun run = new GraphRun(bench.graph())) {
      return feedStatistics(run).feed(TensorNames.IS_TRAINING, training).floats(LAYER);
    }
  }

  private static GraphRun feedStatistics(GraphRun run) {
    return run.feed(LayerBench.X, Shape.of(2, 1), 5, 9)
        .feed(LAYER + "/moving_mean/read", Shape.of(1), 5)
        .feed(LAYER + "/moving_variance/read", Shape.of(1), 4)
        .feed(LAYER + "/gamma/read", Shape.of(1), 3)
        .feed(LAYER + "/beta/read", Shape.of(1), 1);
  }

  @Test
  void epsilonIsAddedToTheVariance() {
    // Variance 1 and epsilon 3: half of what it would be.
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, 1), 1)) {
      bench.layers().batchNorm(LAYER, bench.x(), new BatchNormSpec(0, 3));
      try (GraphRun run = new GraphRun(bench.graph())) {
        run.feed(LayerBench.X, Shape.of(2, 1), 1, 3).feed(TensorNames.IS_TRAINING, true);
        assertThat(run.floats(LAYER)).containsExactly(new float[] {-0.5f, 0.5f}, within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.6f, 0.9f})
  void trainStepMovesTheAveragesByOneMinusMomentumOrLess(float momentum) {
    NetworkSpec spec = Networks.tiny().withBatchNorm(momentum, EPSILON);
    Batch batch = Batch.of(spec, 16, 1);
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      batch.feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      for (int step = 0; step < 3; step++) {
        List<String> tensors =
            List.of(
                "DenseLayer3",
                "DenseLayer4",
                "BatchNorm_Layer3/moving_mean",
                "BatchNorm_Layer3/moving_variance",
                "BatchNorm_Layer4/moving_mean",
                "BatchNorm_Layer4/moving_variance");
        Map<String, float[]> before = run.floats(tensors);
        run.step(TensorNames.TRAIN_STEP);
        Map<String, float[]> after = run.floats(tensors);
        // The mean of the first batches, until the momentum keeps less: nothing of the initial
        // value.
        float kept = Math.min(momentum, (float) step / (step + 1));

        for (String layer : List.of("Layer3", "Layer4")) {
          String mean = "BatchNorm_" + layer + "/moving_mean";
          String variance = "BatchNorm_" + layer + "/moving_variance";
          double[] x = Numbers.doubles(before.get("Dense" + layer));
          int units = before.get(mean).length;
          assertThat(Numbers.doubles(after.get(mean)))
              .containsExactly(
                  moved(before.get(mean), ReferenceNetwork.mean(x, units), kept), within(1e-5));
          assertThat(Numbers.doubles(after.get(variance)))
              .containsExactly(
                  moved(before.get(variance), ReferenceNetwork.variance(x, units), kept),
                  within(1e-5));
        }
      }
    }
  }

  private static double[] moved(float[] old, double[] batch, double momentum) {
    double[] moved = new double[old.length];
    Arrays.setAll(moved, i -> momentum * old[i] + (1 - momentum) * batch[i]);
    return moved;
  }

  @Test
  void inferenceMovesNothing() {
    NetworkSpec spec = Networks.tiny();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 16, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, false);
      run.floats(List.of(TensorNames.SCORES, TensorNames.COST));

      assertThat(run.floats("BatchNorm_Layer3/moving_mean")).containsOnly(0);
      assertThat(run.floats("BatchNorm_Layer3/moving_variance")).containsOnly(1);
    }
  }
}
