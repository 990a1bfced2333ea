package org.glyphnet.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jfree.data.Range;

/**
 * The logarithmic scale of a chart: where its values go, a place for 0 where a value is 0, and the
 * numbers that stand beside it. Both chart drawings use it, the picture and the page's.
 *
 * @param zero where a value of 0 is drawn, below every number of the scale; empty when no value is
 * @param range from the lowest to the highest drawn place
 */
record LogScale(OptionalDouble zero, Range range) {
  /** Shown while there is no value to show. */
  private static final Range EMPTY = new Range(0.001, 1);

  /** Room beyond the values at both ends, as a share of the logarithmic range. */
  private static final double ROOM = 0.05;

  /** No range is narrower than this factor, so that one value alone has numbers around it. */
  private static final double LEAST_FACTOR = 4;

  /** The top when every value is 0: an axis needs some number. */
  private static final double TOP_OVER_ZEROS = 0.1;

  private static final int ENOUGH_LABELS = 3;
  private static final int MOST_DECADES = 12;
  private static final int[] DIGITS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /**
   * The scale of some values.
   *
   * @param values at least 0; what is not finite is left out
   * @param most no room is given beyond it, such as 1.2 for shares; infinity for no such limit
   */
  static LogScale of(DoubleStream values, double most) {
    double[] sorted = values.filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new LogScale(OptionalDouble.empty(), EMPTY);
    }
    double high = sorted[sorted.length - 1];
    if (sorted[0] > 0) {
      return new LogScale(OptionalDouble.empty(), around(sorted[0], high, most));
    }
    double smallest = DoubleStream.of(sorted).filter(v -> v > 0).findFirst().orElse(0.01);
    double zero = placeOfZero(smallest);
    return new LogScale(
        OptionalDouble.of(zero), around(zero, high > 0 ? high : TOP_OVER_ZEROS, most));
  }

  /**
   * Where 0 goes: half a decade below the decade of the smallest positive value, so that it is
   * below every number on the scale and is not itself a number on it.
   */
  static double placeOfZero(double smallest) {
    return Math.pow(10, Math.floor(Math.log10(smallest)) - 0.5);
  }

  /** The values with a little room around them, in the logarithm. */
  private static Range around(double lowest, double highest, double most) {
    double low = Math.log10(lowest);
    double high = Math.log10(highest);
    double room = Math.max(ROOM * (high - low), (Math.log10(LEAST_FACTOR) - (high - low)) / 2);
    double over = Math.max(0, high + room - Math.log10(most));
    return new Range(Math.pow(10, low - room - over), Math.pow(10, high + room - over));
  }

  /** How far up the scale a value is drawn: 0 at its bottom, 1 at its top. */
  double height(double value) {
    double low = Math.log10(range.getLowerBound());
    double high = Math.log10(range.getUpperBound());
    return (Math.log10(value == 0 ? zero.orElseThrow() : value) - low) / (high - low);
  }

  /** The lowest value that may have a number or a tick: between it and 0 the scale is broken. */
  double lowest() {
    return zero.isPresent() ? zero.getAsDouble() * Math.sqrt(10) * 0.999 : 0;
  }

  /** The values that get a number, smallest first; 0 is not among them. */
  List<BigDecimal> labelled() {
    return labelled(range).stream().filter(v -> v.doubleValue() > lowest()).toList();
  }

  /**
   * The values of a range that get a number: powers of ten; in a narrower range 1-2-5, then every
   * digit, then even steps.
   */
  static List<BigDecimal> labelled(Range range) {
    for (int[] digits : new int[][] {{1}, {1, 2, 5}, DIGITS}) {
      List<BigDecimal> values = multiples(range, digits);
      if (values.size() >= ENOUGH_LABELS) {
        int step = 1 + values.size() / MOST_DECADES;
        return digits.length > 1 || step == 1
            ? values
            : values.stream().filter(v -> v.scale() % step == 0).toList();
      }
    }
    return evenSteps(range);
  }

  /** The values of a range that get a line or a tick without a number. */
  static List<BigDecimal> ticks(Range range) {
    return multiples(range, DIGITS);
  }

  private static List<BigDecimal> multiples(Range range, int[] digits) {
    List<BigDecimal> values = new ArrayList<>();
    int first = (int) Math.floor(Math.log10(range.getLowerBound()));
    int last = (int) Math.ceil(Math.log10(range.getUpperBound()));
    for (int exponent = first; exponent <= last; exponent++) {
      for (int digit : digits) {
        BigDecimal value = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
        if (range.contains(value.doubleValue())) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private static List<BigDecimal> evenSteps(Range range) {
    BigDecimal decade =
        BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(range.getLength() / 2)));
    double ratio = range.getLength() / 4 / decade.doubleValue();
    BigDecimal step = decade.multiply(BigDecimal.valueOf(ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : 5));
    BigDecimal value =
        new BigDecimal(range.getLowerBound(), MathContext.DECIMAL64)
            .divide(step, 0, RoundingMode.CEILING)
            .multiply(step);
    List<BigDecimal> values = new ArrayList<>();
    // Far beyond the resolution of a double a step adds nothing to see; the count ends the loop.
    for (int i = 0; i < 20 && value.doubleValue() <= range.getUpperBound(); i++) {
      values.add(value);
      value = value.add(step);
    }
    return values;
  }
}
