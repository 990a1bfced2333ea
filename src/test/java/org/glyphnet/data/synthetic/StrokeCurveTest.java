package org.glyphnet.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrokeCurveTest {
  private static final double[] HOOK = {0, 0, 10, 0, 10, 10};

  @Test
  void beginsAndEndsAtTheOuterPoints() {
    double[] line = new StrokeCurve(HOOK, new boolean[3]).sample();

    assertThat(line).startsWith(0, 0).endsWith(10, 10);
  }

  @Test
  void passesThroughEveryPoint() {
    double[] line = new StrokeCurve(HOOK, new boolean[3]).sample();

    assertThat(line).containsSequence(10, 0);
  }

  @Test
  void aCornerLeavesStraightLines() {
    double[] line = new StrokeCurve(HOOK, new boolean[] {false, true, false}).sample();

    for (int i = 0; i < line.length; i += 2) {
      assertThat(line[i] == 10 || line[i + 1] == 0).isTrue();
    }
  }

  @Test
  void aSmoothPointIsRounded() {
    double[] line = new StrokeCurve(HOOK, new boolean[3]).sample();

    double least = 0;
    for (int i = 1; i < line.length; i += 2) {
      least = Math.min(least, line[i]);
    }
    assertThat(least).isNegative();
  }

  @Test
  void pointsOnTopOfEachOtherDoNoHarm() {
    double[] line = new StrokeCurve(new double[] {5, 5, 5, 5, 5, 5}, new boolean[3]).sample();

    assertThat(line).containsOnly(5);
  }
}
