package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;

import org.glyphnet.training.Evaluation;
import org.junit.jupiter.api.Test;

class RestoreCheckTest {
  private static final Evaluation TRAIN = new Evaluation(0.75, 0.1, new int[] {0, 1, 2, 0}, "ab");
  private static final Evaluation TEST = new Evaluation(0.5, 0.2, new int[] {1, 1}, "cd");
  private static final RestoreCheck.Parts TRAINED = new RestoreCheck.Parts(TRAIN, TEST);

  @Test
  void equalEvaluationsHold() {
    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(TRAIN, TEST));

    assertVerdict(check, true, true, 0, true);
    assertThat(check.holds()).isTrue();
  }

  @Test
  void otherTrainAccuracyDoesNotHold() {
    Evaluation other =
        new Evaluation(Math.nextUp(0.75), 0.1, TRAIN.predictions(), TRAIN.scoresSha256());

    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(other, TEST));

    assertVerdict(check, false, true, 0, true);
    assertThat(check.holds()).isFalse();
  }

  @Test
  void otherTestAccuracyDoesNotHold() {
    Evaluation other =
        new Evaluation(Math.nextDown(0.5), 0.2, TEST.predictions(), TEST.scoresSha256());

    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(TRAIN, other));

    assertVerdict(check, true, false, 0, true);
    assertThat(check.holds()).isFalse();
  }

  @Test
  void otherPredictionsOfTheSameAccuracyDoNotHoldAndAreCountedInBothParts() {
    Evaluation train = new Evaluation(0.75, 0.1, new int[] {0, 2, 1, 0}, "xx");
    Evaluation test = new Evaluation(0.5, 0.2, new int[] {1, 0}, "cd");

    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(train, test));

    assertVerdict(check, true, true, 3, false);
    assertThat(check.holds()).isFalse();
  }

  @Test
  void otherNumberOfImagesDoesNotHold() {
    Evaluation shorter = new Evaluation(0.75, 0.1, new int[] {0, 1, 2}, "ab");

    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(shorter, TEST));

    assertThat(check.differentPredictions()).isEqualTo(4);
    assertThat(check.holds()).isFalse();
  }

  @Test
  void scoresThatDifferInTheLastBitsAreToldButDoNotDecide() {
    Evaluation test = new Evaluation(0.5, 0.2, TEST.predictions(), "dc");

    RestoreCheck check = RestoreCheck.compare(TRAINED, new RestoreCheck.Parts(TRAIN, test));

    assertThat(check.scoresEqual()).isFalse();
    assertThat(check.holds()).isTrue();
  }

  private static void assertVerdict(
      RestoreCheck check, boolean train, boolean test, int differentPredictions, boolean scores) {
    assertThat(check.trainAccuracyEqual()).isEqualTo(train);
    assertThat(check.testAccuracyEqual()).isEqualTo(test);
    assertThat(check.differentPredictions()).isEqualTo(differentPredictions);
    assertThat(check.scoresEqual()).isEqualTo(scores);
  }
}
