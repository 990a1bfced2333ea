package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoubtTest {
  /** Ten images, the two mistakes among the least sure. */
  private static final Doubt DOUBT =
      Doubt.of(
          new double[] {0.95, 0.9, 0.9, 0.85, 0.85, 0.8, 0.8, 0.75, 0.4, 0.3},
          new boolean[] {true, true, true, true, true, true, true, true, false, false});

  /** Wilson's interval of 8 in 10: 0.4902 to 0.9433, as in any table of it. */
  @Test
  void theAccuracysIntervalIsWilsons() {
    assertThat(DOUBT.interval()).isEqualTo(" (0.4902 to 0.9433 with 95 % confidence)");
  }

  @Test
  void refusingTheLeastSureFifthLeavesNoMistake() {
    assertThat(DOUBT.lines()).anyMatch(line -> line.startsWith("     20 %  0.7500  1.000000"));
    assertThat(DOUBT.lines()).noneMatch(line -> line.length() > 80);
  }
}
