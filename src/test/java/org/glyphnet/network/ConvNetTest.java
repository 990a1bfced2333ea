package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class ConvNetTest {
  @ParameterizedTest
  @CsvSource({
    "8, 8, 3, SAME, LEAKY_RELU, true",
    "8, 8, 3, SAME, LEAKY_RELU, false",
    "9, 7, 2, SAME, SWISH, true",
    "9, 7, 2, SAME, SWISH, false",
    "15, 18, 4, VALID, ELU, true",
    "15, 18, 4, VALID, ELU, false",
    "17, 19, 5, VALID, RELU, false",
    "17, 19, 5, VALID, SELU, true",
    "11, 10, 3, SAME, SIGMOID, true",
    "11, 10, 3, SAME, SOFTPLUS, false"
  })
  void answersAreThoseOfPlainLoops(
      int height,
      int width,
      int kernelSize,
      Padding padding,
      Activation activation,
      boolean training) {
    NetworkSpec spec =
        Networks.tiny()
            .withImage(height, width, 2)
            .withConvolution(kernelSize, padding)
            .withActivation(activation);
    Batch batch = Batch.of(spec, 9, 1);
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      batch.feedTo(run);
      run.feed(TensorNames.IS_TRAINING, training);
      Map<String, double[]> values = Networks.feedVariables(net, run, 1);
      ReferenceNetwork reference = new ReferenceNetwork(spec, values);
      double[] scores =
          training
              ? reference.scoresInTraining(batch.volume())
              : reference.scoresInInference(batch.volume());

      Map<String, float[]> answers =
          run.floats(
              List.of(
                  TensorNames.SCORES,
                  TensorNames.PROBABILITIES,
                  TensorNames.COST,
                  TensorNames.ACCURACY));

      assertThat(Numbers.doubles(answers.get(TensorNames.SCORES)))
          .containsExactly(scores, within(2e-5));
      assertThat(Numbers.doubles(answers.get(TensorNames.PROBABILITIES)))
          .containsExactly(ReferenceNetwork.softmax(scores, 3), within(1e-5));
      assertThat((double) answers.get(TensorNames.COST)[0])
          .isCloseTo(ReferenceNetwork.cost(scores, batch.labels), within(1e-5));
      long[] prediction = ReferenceNetwork.argMax(scores, 3);
      assertThat(run.longs(TensorNames.PREDICTION)).containsExactly(prediction);
      assertThat(answers.get(TensorNames.ACCURACY))
          .containsExactly(share(prediction, batch.labels));
    }
  }

  private static float share(long[] predictions, long[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      if (predictions[i] == labels[i]) {
        right++;
      }
    }
    return (float) right / labels.length;
  }

  /** What follows from given scores: two images, two classes, scores 0 0 and log 3 0. */
  @Nested
  class OfTwoImages {
    private static final float LOG_3 = 1.0986123f;

    private static ConvNet net;
    private static GraphRun run;

    @BeforeAll
    static void feedScores() {
      net = Networks.forTraining(Networks.tiny().withClasses(2));
      run = new GraphRun(net.graph());
      run.feed(TensorNames.BOOK_SCORES, Shape.of(2, 2), 0, 0, LOG_3, 0);
    }

    @AfterAll
    static void close() {
      run.close();
      net.close();
    }

    @Test
    void probabilitiesAreTheSoftmax() {
      assertThat(run.floats(TensorNames.PROBABILITIES))
          .containsExactly(new float[] {0.5f, 0.5f, 0.75f, 0.25f}, within(1e-6f));
    }

    @Test
    void predictionIsTheFirstOfTheLargest() {
      assertThat(run.longs(TensorNames.PREDICTION)).containsExactly(0, 0);
    }

    @Test
    void costIsTheMeanCrossEntropy() {
      // (log 2 + log 4/3) / 2 and (log 2 + log 4) / 2.
      assertThat(costOf(0, 0)).isCloseTo(0.49041462f, within(1e-6f));
      assertThat(costOf(0, 1)).isCloseTo(1.0397208f, within(1e-6f));
    }

    private static float costOf(long... labels) {
      return run.feed(TensorNames.LABEL, labels).scalar(TensorNames.COST);
    }

    @Test
    void accuracyIsTheShareOfRightPredictions() {
      assertThat(accuracyOf(0, 0)).isEqualTo(1);
      assertThat(accuracyOf(0, 1)).isEqualTo(0.5f);
      assertThat(accuracyOf(1, 1)).isEqualTo(0);
    }

    private static float accuracyOf(long... labels) {
      return run.feed(TensorNames.LABEL, labels).scalar(TensorNames.ACCURACY);
    }

    @Test
    void largeScoresDoNotOverflow() {
      try (GraphRun large = new GraphRun(net.graph())) {
        large.feed(TensorNames.BOOK_SCORES, Shape.of(1, 2), 1000, 0).feed(TensorNames.LABEL, 1);

        assertThat(large.scalar(TensorNames.COST)).isEqualTo(1000);
        assertThat(large.floats(TensorNames.PROBABILITIES)).containsExactly(1, 0);
      }
    }
  }

  @Test
  void trainStepLowersTheCostOfItsBatch() {
    NetworkSpec spec = Networks.tiny();
    AdamSpec adam = new AdamSpec(0.002f, 0.5f, 0.999f, 1e-8f);
    try (ConvNet net = ConvNet.forTraining(spec, adam, 1);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 24, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      float last = run.scalar(TensorNames.COST);
      for (int step = 0; step < 5; step++) {
        run.step(TensorNames.TRAIN_STEP);
        float cost = run.scalar(TensorNames.COST);
        assertThat(cost).isLessThan(last);
        last = cost;
      }
    }
  }

  @Test
  void networkLearnsAFixedBatchByHeart() {
    NetworkSpec spec = Networks.tiny().withSizes(8, 8, 32);
    AdamSpec adam = new AdamSpec(0.01f, 0.5f, 0.999f, 1e-8f);
    try (ConvNet net = ConvNet.forTraining(spec, adam, 1);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 12, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      for (int step = 0; step < 60; step++) {
        run.step(TensorNames.TRAIN_STEP);
      }

      assertThat(run.scalar(TensorNames.ACCURACY)).isEqualTo(1);
    }
  }

  @Test
  void globalStepCountsTrainSteps() {
    NetworkSpec spec = Networks.tiny();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 6, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      for (long step = 0; step < 3; step++) {
        assertThat(run.longs(TensorNames.GLOBAL_STEP)).containsExactly(step);
        run.step(TensorNames.TRAIN_STEP);
      }
      run.scalar(TensorNames.COST);

      assertThat(run.longs(TensorNames.GLOBAL_STEP)).containsExactly(3);
    }
  }

  @Test
  void costFetchedWithAStepIsTheCostBeforeIt() {
    NetworkSpec spec = Networks.tiny();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 6, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      float before = run.scalar(TensorNames.COST);

      assertThat(run.scalarWithStep(TensorNames.COST, TensorNames.TRAIN_STEP)).isEqualTo(before);
    }
  }

  @Test
  void batchOfOneImageCanBeTrainedOn() {
    // The last batch of an epoch can be one image: its variance is zero.
    NetworkSpec spec = Networks.tiny();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 1, 1).feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true).step(TensorNames.TRAIN_STEP);

      run.floats(Networks.floatVariableNames(net))
          .forEach(
              (name, values) -> {
                for (float value : values) {
                  assertThat(value).as(name).isFinite();
                }
              });
    }
  }
}
