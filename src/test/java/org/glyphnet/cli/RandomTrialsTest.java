package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomTrialsTest {
  private static final Set<String> ALLOWED =
      Set.of("learning-rate", "dropout", "units", "activation");

  @Test
  void aSeedGivesTheSameTrialsAndAnotherOthers() {
    RandomTrials trials = trials("learning-rate=log:1e-4..1e-2", "dropout=0..0.5");

    assertThat(trials.draw(9, 1)).isEqualTo(trials.draw(9, 1)).isNotEqualTo(trials.draw(9, 2));
  }

  @Test
  void moreTrialsOrAnotherOptionChangeNoneOfTheFirst() {
    RandomTrials one = trials("dropout=0..0.5");
    RandomTrials two = trials("activation=relu,elu", "dropout=0..0.5");

    assertThat(one.draw(20, 1).subList(0, 9)).isEqualTo(one.draw(9, 1));
    assertThat(two.draw(9, 1))
        .extracting(trial -> trial.values().get("dropout"))
        .isEqualTo(one.draw(9, 1).stream().map(trial -> trial.values().get("dropout")).toList());
  }

  @Test
  void logarithmicRangesHaveAsManyValuesInEachOrderOfMagnitude() {
    List<Double> rates = values("learning-rate=log:1e-4..1e-2", "learning-rate", 1000);

    assertThat(rates).allMatch(rate -> rate >= 1e-4 && rate <= 1e-2);
    assertThat(rates.stream().filter(rate -> rate < 1e-3).count()).isBetween(450L, 550L);
  }

  @Test
  void evenRangesHaveAsManyValuesInEachPart() {
    List<Double> shares = values("dropout=0..0.5", "dropout", 1000);

    assertThat(shares).allMatch(share -> share >= 0 && share <= 0.5);
    assertThat(shares.stream().filter(share -> share < 0.125).count()).isBetween(200L, 300L);
  }

  @Test
  void rangesOfWholeNumbersHaveWholeNumbersWithBothEnds() {
    assertThat(values("units=1..4", "units", 4)).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0);
    assertThat(values("units=log:1..4", "units", 4)).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void moreTrialsThanThereAreIsSaid() {
    assertThatThrownBy(() -> trials("activation=relu,elu").draw(3, 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--random: there are no 3 different trials, only 2; give more values, or leave it out"
                + " to try them all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "dropout=0.5..0.1; the first end must be below the second",
        "dropout=log:0..0.5; both ends must be above 0 for log:",
        "data-dir=0..1; cannot be tried out"
      })
  void rangesThatCannotBeAreSaid(String typed, String reason) {
    assertThatThrownBy(() -> trials(typed))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(reason);
  }

  private static List<Double> values(String typed, String option, int count) {
    return trials(typed).draw(count, 1).stream()
        .map(trial -> Double.parseDouble(trial.values().get(option)))
        .toList();
  }

  private static RandomTrials trials(String... typed) {
    return RandomTrials.parse(List.of(typed), ALLOWED);
  }
}
