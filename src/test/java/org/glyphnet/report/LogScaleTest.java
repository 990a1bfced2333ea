package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;

class LogScaleTest {
  @Test
  void severalDecadesAreLabelledByPowersOfTen() {
    assertThat(labels(0.0005, 1.1)).containsExactly("0.001", "0.01", "0.1", "1");
  }

  @Test
  void oneDecadeIsLabelledByOneTwoFive() {
    assertThat(labels(0.004, 0.03)).containsExactly("0.005", "0.01", "0.02");
  }

  @Test
  void lessThanADecadeIsLabelledByEveryDigit() {
    assertThat(labels(0.0055, 0.0085)).containsExactly("0.006", "0.007", "0.008");
  }

  @Test
  void closeLookIsLabelledByEvenSteps() {
    assertThat(labels(0.00701, 0.00709))
        .containsExactly("0.00702", "0.00704", "0.00706", "0.00708");
  }

  @Test
  void veryManyDecadesAreNotAllLabelled() {
    assertThat(labels(1e-100, 1)).hasSizeBetween(5, 13);
  }

  @Test
  void zeroIsHalfADecadeBelowTheDecadeOfTheSmallestError() {
    assertThat(LogScale.placeOfZero(0.0002)).isCloseTo(0.0000316, within(1e-7));
    assertThat(LogScale.placeOfZero(0.0001)).isLessThan(0.0001);
    assertThat(LogScale.placeOfZero(1)).isLessThan(1);
  }

  @Test
  void singleErrorHasRoomAroundIt() {
    Range range = LogScale.of(DoubleStream.of(0.01), 1.2).range();

    assertThat(range.getLowerBound()).isCloseTo(0.005, within(1e-9));
    assertThat(range.getUpperBound()).isCloseTo(0.02, within(1e-9));
  }

  @Test
  void noRoomIsGivenToErrorsAboveOne() {
    assertThat(LogScale.of(DoubleStream.of(0.95, 1), 1.2).range().getUpperBound())
        .isCloseTo(1.2, within(1e-9));
  }

  @Test
  void equalFactorsAreEqualHeights() {
    LogScale scale = LogScale.of(DoubleStream.of(0.001, 1), 1.2);

    assertThat(scale.height(0.1) - scale.height(0.01))
        .isCloseTo(scale.height(0.01) - scale.height(0.001), within(1e-9));
  }

  @Test
  void zeroIsBelowEveryNumberThatStandsBesideTheScale() {
    LogScale scale = LogScale.of(DoubleStream.of(0, 0.0002, 0.1), 1.2);

    assertThat(scale.height(0)).isBetween(0.0, scale.height(0.0002));
    assertThat(scale.labelled())
        .isNotEmpty()
        .allSatisfy(v -> assertThat(scale.height(v.doubleValue())).isGreaterThan(scale.height(0)));
  }

  private static List<String> labels(double low, double high) {
    return LogScale.labelled(new Range(low, high)).stream().map(BigDecimal::toPlainString).toList();
  }
}
