package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonIntervalTest {
  /** The interval's definition: the shares whose own standard error just reaches the found one. */
  @ParameterizedTest
  @CsvSource({"8, 10", "9930, 10000", "1, 3", "0, 10", "7, 7"})
  void boundsAreAsManyStandardErrorsOfTheirOwnAway(long hits, long cases) {
    WilsonInterval interval = WilsonInterval.of(hits, cases);
    double found = (double) hits / cases;

    for (double bound : new double[] {interval.low(), interval.high()}) {
      if (bound != found) {
        assertThat(Math.abs(found - bound) / Math.sqrt(bound * (1 - bound) / cases))
            .isCloseTo(1.959964, within(1e-5));
      }
    }
    assertThat(found).isBetween(interval.low(), interval.high());
  }

  @Test
  void manyImagesHaveANarrowInterval() {
    assertThat(WilsonInterval.of(9930, 10_000).shown()).isEqualTo("99.1\u201399.4\u00a0%");
  }

  @Test
  void noneAndAllStillHaveAnInterval() {
    assertThat(WilsonInterval.of(0, 10).low()).isZero();
    assertThat(WilsonInterval.of(0, 10).high()).isCloseTo(0.277533, within(1e-6));
    assertThat(WilsonInterval.of(10, 10).low()).isCloseTo(1 - 0.277533, within(1e-6));
    assertThat(WilsonInterval.of(10, 10).high()).isEqualTo(1);
  }

  @Test
  void noCaseIsShownAsADash() {
    assertThat(WilsonInterval.of(0, 0).shown()).isEqualTo("\u2013");
  }

  @Test
  void moreHitsThanCasesAreRefused() {
    assertThatThrownBy(() -> WilsonInterval.of(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
