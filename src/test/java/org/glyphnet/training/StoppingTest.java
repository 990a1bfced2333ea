package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoppingTest {
  @Test
  void bestEpochHasTheHighestValidationAccuracyThenTheLowestCostThenComesFirst() {
    assertThat(best(0.5, 2, 0.9, 1, 0.8, 0)).isEqualTo(1);
    assertThat(best(0.9, 2, 0.9, 1, 0.9, 1)).isEqualTo(1);
    assertThat(best(0.9, 1, 0.9, 1)).isZero();
  }

  @Test
  void untrainedNetworkIsNeverTheBest() {
    assertThat(Learning.Stopping.bestOf(List.of(epoch(-1, 0.99, 0)))).isEmpty();
    assertThat(Learning.Stopping.bestOf(List.of(epoch(-1, 0.99, 0), epoch(0, 0.1, 5)))).isPresent();
  }

  @Test
  void trainingEndsAfterAsManyEpochsWithoutABetterOneAsThePatienceIs() {
    Learning.Stopping stopping = new Learning.Stopping(2, true);

    assertThat(stopping.over(epochs(0.5, 1, 0.6, 1, 0.6, 1))).isFalse();
    assertThat(stopping.over(epochs(0.5, 1, 0.6, 1, 0.6, 1, 0.5, 1))).isTrue();
    assertThat(stopping.over(List.of())).isFalse();
    assertThat(Learning.Stopping.NEVER.over(epochs(0.5, 1, 0.4, 1, 0.3, 1, 0.2, 1))).isFalse();
  }

  private static int best(double... numbers) {
    return Learning.Stopping.bestOf(epochs(numbers)).orElseThrow().epoch();
  }

  /** Accuracy and cost of each epoch. */
  private static List<EpochResult> epochs(double... numbers) {
    List<EpochResult> epochs = new ArrayList<>();
    for (int i = 0; i < numbers.length / 2; i++) {
      epochs.add(epoch(i, numbers[2 * i], numbers[2 * i + 1]));
    }
    return epochs;
  }

  private static EpochResult epoch(int epoch, double accuracy, double cost) {
    return new EpochResult(epoch, 1, 1, Double.NaN, 1, 1, accuracy, cost, 0.001);
  }
}
