package org.glyphnet.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glyphnet.data.SplitMix64;

/**
 * A range that values are drawn from: {@code 0.1..0.5}, {@code 16..128} or {@code log:1e-4..1e-2}.
 *
 * @param low the smallest value
 * @param high the largest
 * @param log whether each order of magnitude is as likely as another, not each value
 * @param whole whether the values are whole numbers: both ends are written as such
 */
record SweepRange(BigDecimal low, BigDecimal high, boolean log, boolean whole) {
  private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]{1,2})?";
  private static final Pattern RANGE =
      Pattern.compile("(log:)?(" + NUMBER + ")\\.\\.(" + NUMBER + ")");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

  /** Digits of a drawn number: more would tell nothing and make long names of runs. */
  private static final MathContext DIGITS = new MathContext(4);

  /** Whether the text is written as a range. */
  static boolean is(String text) {
    return RANGE.matcher(text).matches();
  }

  /**
   * Reads a range.
   *
   * @throws UsageException when its ends are in the wrong order, or it has no logarithm
   */
  static SweepRange parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw new IllegalArgumentException("no range: " + text);
    }
    BigDecimal low = new BigDecimal(range.group(2));
    BigDecimal high = new BigDecimal(range.group(3));
    if (low.compareTo(high) >= 0) {
      throw new UsageException("--set: '" + text + "': the first end must be below the second");
    }
    boolean log = range.group(1) != null;
    if (log && low.signum() <= 0) {
      throw new UsageException("--set: '" + text + "': both ends must be above 0 for log:");
    }
    return new SweepRange(
        low,
        high,
        log,
        WHOLE.matcher(range.group(2)).matches() && WHOLE.matcher(range.group(3)).matches());
  }

  /** A value, written without an exponent. */
  String draw(SplitMix64 random) {
    double from = low.doubleValue();
    double to = high.doubleValue();
    if (whole) {
      // Half a number further on each side, so that the ends are as likely as what lies between.
      double value =
          log
              ? Math.exp(random.uniform(Math.log(from - 0.5), Math.log(to + 0.5)))
              : random.uniform(from - 0.5, to + 0.5);
      return Long.toString(Math.round(Math.max(from, Math.min(to, value))));
    }
    double value =
        log ? Math.exp(random.uniform(Math.log(from), Math.log(to))) : random.uniform(from, to);
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).max(low).min(high);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
