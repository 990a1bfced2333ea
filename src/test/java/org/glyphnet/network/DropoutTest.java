package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;

class DropoutTest {
  private static final String LAYER = "DropOut_Layer3";
  private static final int ROWS = 40;
  private static final int UNITS = 500;
  private static final float[] INPUT = Numbers.uniform(1, ROWS * UNITS, 1, 2);

  @Test
  void inferenceChangesNothing() {
    assertThat(dropped(0.5f, 1, 0, false)).containsExactly(INPUT);
  }

  @Test
  void inferenceDrawsNoMask() {
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, UNITS), 1)) {
      bench.layers().dropout(LAYER, 0, bench.x(), UNITS, 0.5f);
      try (GraphRun run = new GraphRun(bench.graph())) {
        run.feed(LayerBench.X, Shape.of(ROWS, UNITS), INPUT)
            .feed(TensorNames.IS_TRAINING, false)
            .feedScalar(LayerBench.STEP, 0L);

        assertThatThrownBy(() -> run.floats(LAYER + "/mask"))
            .isInstanceOf(TFInvalidArgumentException.class)
            .hasMessageContaining("does not have value");
      }
    }
  }

  @Test
  void rateZeroChangesNothingInTraining() {
    assertThat(dropped(0, 1, 0, true)).containsExactly(INPUT);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.9f})
  void trainingDropsAnElementOrScalesItUp(float rate) {
    float[] output = dropped(rate, 1, 0, true);

    for (int i = 0; i < output.length; i++) {
      if (output[i] != 0) {
        double kept = INPUT[i] / (1 - (double) rate);
        assertThat((double) output[i]).isCloseTo(kept, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.9f})
  void shareOfDroppedElementsIsTheRate(float rate) {
    double size = INPUT.length;
    // Five standard deviations of the binomial distribution.
    double bound = 5 * Math.sqrt(rate * (1 - rate) / size);

    assertThat(zeros(dropped(rate, 1, 0, true)) / size).isCloseTo(rate, within(bound));
  }

  @Test
  void everyImageHasItsOwnMask() {
    float[] output = dropped(0.5f, 1, 0, true);
    int both = 0;
    for (int i = 0; i < UNITS; i++) {
      if ((output[i] == 0) == (output[UNITS + i] == 0)) {
        both++;
      }
    }

    assertThat(both / (double) UNITS).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / UNITS)));
  }

  @Test
  void sameSeedAndStepDropTheSame() {
    assertThat(dropped(0.5f, 7, 3, true)).containsExactly(dropped(0.5f, 7, 3, true));
  }

  @Test
  void otherStepDropsOthers() {
    assertThat(agreement(dropped(0.5f, 7, 3, true), dropped(0.5f, 7, 4, true)))
        .isCloseTo(0.5, within(5 * Math.sqrt(0.25 / INPUT.length)));
  }

  @Test
  void otherSeedDropsOthers() {
    assertThat(agreement(dropped(0.5f, 7, 3, true), dropped(0.5f, 8, 3, true)))
        .isCloseTo(0.5, within(5 * Math.sqrt(0.25 / INPUT.length)));
  }

  @Test
  void trainStepsOfANetworkDropByTheirOwnNumber() {
    NetworkSpec spec = Networks.tiny().withSizes(3, 4, 200).withDropout(0.5f);
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      Batch.of(spec, 8, 1).feedTo(run);
      String mask = Precision.FLOAT32 + "/DropOut_Layer3/mask";
      float[] first = run.floats(mask);
      float[] again = run.floats(mask);
      run.step(TensorNames.TRAIN_STEP);
      float[] second = run.floats(mask);

      assertThat(again).containsExactly(first);
      assertThat(agreement(first, second)).isLessThan(0.6);
    }
  }

  /** Share of the elements that are dropped in both or kept in both. */
  private static double agreement(float[] left, float[] right) {
    int agree = 0;
    for (int i = 0; i < left.length; i++) {
      if ((left[i] == 0) == (right[i] == 0)) {
        agree++;
      }
    }
    return agree / (double) left.length;
  }

  private static int zeros(float[] numbers) {
    int zeros = 0;
    for (float number : numbers) {
      if (number == 0) {
        zeros++;
      }
    }
    return zeros;
  }

  private static float[] dropped(float rate, long seed, long step, boolean training) {
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, UNITS), seed)) {
      bench.layers().dropout(LAYER, 0, bench.x(), UNITS, rate);
      try (GraphRun run = new GraphRun(bench.graph())) {
        return run.feed(LayerBench.X, Shape.of(ROWS, UNITS), INPUT)
            .feed(TensorNames.IS_TRAINING, training)
            .feedScalar(LayerBench.STEP, step)
            .floats(LAYER);
      }
    }
  }
}
