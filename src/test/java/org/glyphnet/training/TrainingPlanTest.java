package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {
  @Test
  void booksPlanHasTenEpochsOfBatchesOf128AndReportsEvery1000Images() {
    TrainingPlan book = TrainingPlan.book();

    assertThat(book.epochs()).isEqualTo(10);
    assertThat(book.batchSize()).isEqualTo(128);
    assertThat(book.reportEvery()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 128, 1000, epochs must be at least 1",
    "-3, 128, 1000, epochs must be at least 1",
    "1, 1, 1000, batch size must be at least 2",
    "1, 0, 1000, batch size must be at least 2",
    "1, 128, 0, reports must be at least 1 image apart"
  })
  void refusesWhatCannotBeTrainedAndSaysWhatItFound(
      int epochs, int batchSize, int reportEvery, String reason) {
    assertThatThrownBy(() -> new TrainingPlan(epochs, batchSize, reportEvery, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("found");
  }

  @Test
  void smallestPlanIsAccepted() {
    assertThat(new TrainingPlan(1, 2, 1, Long.MIN_VALUE).batchSize()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "8, '0 4 8'",
    "10, '0 4 8 10'",
    "9, '0 4 9'", // the ninth image would be alone
    "17, '0 4 8 12 17'", // and the seventeenth
    "5, '0 5'",
    "4, '0 4'",
    "3, '0 3'",
    "2, '0 2'",
    "1, '0 1'" // nothing before it to join
  })
  void batchesOfFourEndHere(int images, String borders) {
    assertThat(borders(new TrainingPlan(1, 4, 1, 1), images))
        .isEqualTo(List.of(borders.split(" ")).stream().map(Integer::valueOf).toList());
  }

  @Test
  void noBatchIsSmallerThanHalfOfTheOthersWhateverTheRest() {
    for (int batchSize = 2; batchSize < 40; batchSize++) {
      TrainingPlan plan = new TrainingPlan(1, batchSize, 1, 1);
      for (int images = batchSize; images < 5 * batchSize; images++) {
        List<Integer> borders = borders(plan, images);
        assertThat(borders.get(borders.size() - 1)).isEqualTo(images);
        assertThat(borders).hasSize(plan.steps(images) + 1);
        for (int i = 1; i < borders.size(); i++) {
          assertThat(2 * (borders.get(i) - borders.get(i - 1)))
              .as("%d images in batches of %d", images, batchSize)
              .isBetween(batchSize, 3 * batchSize);
        }
      }
    }
  }

  @Test
  void booksBatchesAreAsTheyAlwaysWere() {
    List<Integer> borders = borders(TrainingPlan.book(), 60_000);

    assertThat(borders).hasSize(470);
    for (int i = 0; i < 469; i++) {
      assertThat(borders.get(i)).isEqualTo(128 * i);
    }
    assertThat(borders.get(469)).isEqualTo(60_000);
  }

  private static List<Integer> borders(TrainingPlan plan, int images) {
    List<Integer> borders = new ArrayList<>(List.of(0));
    for (int from = 0; from < images; from = borders.get(borders.size() - 1)) {
      borders.add(plan.batchEnd(from, images));
    }
    return borders;
  }
}
