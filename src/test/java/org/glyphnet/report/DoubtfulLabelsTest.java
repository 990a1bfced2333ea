package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.Test;

class DoubtfulLabelsTest {
  private static final ImageDataset DATASET = Fixtures.bars(4);
  private static final int[] IMAGES = {0, 1, 2, 3};

  /** What a network that gives each image these scores makes of them. */
  private static Predictions state(float[]... scores) {
    return new Predictions(DATASET, IMAGES, new int[4], new float[4], scores);
  }

  /** Scores for which a class has the probability p and the two others half of the rest each. */
  private static float[] sure(int label, double p) {
    float[] scores = {0, 0, 0};
    scores[label] = (float) Math.log(2 * p / (1 - p));
    return scores;
  }

  private static int label(int image) {
    return DATASET.label(image);
  }

  private static int other(int image) {
    return (DATASET.label(image) + 1) % 3;
  }

  @Test
  void labelThatWasLearnedLateIsDoubted() {
    Predictions early =
        state(sure(label(0), 0.8), sure(other(1), 0.9), sure(label(2), 0.8), sure(other(3), 0.95));
    Predictions late =
        state(sure(label(0), 0.9), sure(label(1), 0.7), sure(label(2), 0.9), sure(other(3), 0.95));

    DoubtfulLabels doubtful = DoubtfulLabels.of(List.of(early, late));

    assertThat(doubtful.epochs()).isEqualTo(2);
    assertThat(doubtful.trained()).isEqualTo(4);
    assertThat(doubtful.images()).extracting(Predictions.Mistake::image).containsExactly(3, 1);
    Predictions.Mistake learned = doubtful.images().get(1);
    assertThat(learned.guess()).isEqualTo(other(1));
    // (0.9 + 0.15) / 2: a class that is not named has half of what 0.7 leaves.
    assertThat(learned.probability()).isCloseTo(0.525, org.assertj.core.data.Offset.offset(1e-6));
    assertThat(DoubtfulLabels.of(List.of(late)).images())
        .extracting(Predictions.Mistake::image)
        .containsExactly(3);
  }

  @Test
  void scoresThatAreNoNumbersComeLast() {
    Predictions broken =
        state(
            new float[] {Float.NaN, 0, 0},
            sure(other(1), 0.9),
            sure(label(2), 0.8),
            sure(label(3), 0.8));

    assertThat(DoubtfulLabels.of(List.of(broken)).images().get(0).image()).isEqualTo(1);
  }
}
