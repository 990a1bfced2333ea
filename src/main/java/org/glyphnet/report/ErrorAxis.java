package org.glyphnet.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.Tick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.plot.ValueAxisPlot;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/**
 * The vertical axis of error rates: logarithmic, labelled 0.001, 0.01, 0.1, 1, with a broken-off
 * place for 0 at the bottom where a point needs it.
 *
 * <p>JFreeChart's own axis labels powers of its base and nothing between, so a chart within one
 * decade has no number at all; this one goes over to 1-2-5, then to every digit, then to even
 * steps, as the range gets narrower.
 */
final class ErrorAxis extends LogAxis {
  private static final long serialVersionUID = 1L;

  /** Shown while there is no epoch to show. */
  private static final Range EMPTY = new Range(0.001, 1);

  /** No range is narrower than this factor, so that one epoch alone has numbers around it. */
  private static final double LEAST_FACTOR = 4;

  /** There is no error above 1, so there is no more room above it than a point needs. */
  private static final double MOST = 1.2;

  /** The top when every point is at 0: an axis needs some number. */
  private static final double TOP_OVER_ZEROS = 0.1;

  private static final int ENOUGH_LABELS = 3;
  private static final int MOST_DECADES = 12;

  /** Where 0 is drawn; empty when there is no 0. */
  private final transient OptionalDouble zero;

  ErrorAxis(String label, OptionalDouble zero) {
    super(label);
    this.zero = zero;
    setMinorTickMarksVisible(true);
  }

  /**
   * Where an error of 0 goes: half a decade below the decade of the smallest positive error, so
   * that it is below every number on the axis and is not itself a number on it.
   *
   * @param smallest the smallest positive error, in (0, 1]
   */
  static double placeOfZero(double smallest) {
    return Math.pow(10, Math.floor(Math.log10(smallest)) - 0.5);
  }

  /** The data with a little room around it, in the logarithm. */
  static Range around(Range data) {
    double low = Math.log10(data.getLowerBound());
    double high = Math.log10(data.getUpperBound());
    double room = Math.max(0.05 * (high - low), (Math.log10(LEAST_FACTOR) - (high - low)) / 2);
    double over = Math.max(0, high + room - Math.log10(MOST));
    return new Range(Math.pow(10, low - room - over), Math.pow(10, high + room - over));
  }

  /** The values that get a number, smallest first, all within the range. */
  static List<BigDecimal> labelled(Range range) {
    for (int[] digits : new int[][] {{1}, {1, 2, 5}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}) {
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

  @Override
  protected void autoAdjustRange() {
    if (getPlot() instanceof ValueAxisPlot plot) {
      Range data = plot.getDataRange(this);
      if (data != null && zero.isPresent() && data.getUpperBound() == zero.getAsDouble()) {
        data = new Range(data.getLowerBound(), TOP_OVER_ZEROS);
      }
      setRange(data == null ? EMPTY : around(data), false, false);
    }
  }

  @Override
  public List<?> refreshTicks(
      Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
    List<Tick> ticks = new ArrayList<>();
    double height = getTickLabelFont().getLineMetrics("0", g2.getFontRenderContext()).getHeight();
    double lastLabel = Double.POSITIVE_INFINITY;
    if (zero.isPresent() && getRange().contains(zero.getAsDouble())) {
      ticks.add(tick(TickType.MAJOR, zero.getAsDouble(), "0"));
      lastLabel = valueToJava2D(zero.getAsDouble(), dataArea, edge);
    }
    // Below the break there are no numbers, so there are no ticks either.
    double lowest = zero.isPresent() ? zero.getAsDouble() * Math.sqrt(10) * 0.999 : 0;
    for (BigDecimal value : labelled(getRange())) {
      double y = valueToJava2D(value.doubleValue(), dataArea, edge);
      if (value.doubleValue() > lowest && lastLabel - y > height) {
        ticks.add(tick(TickType.MAJOR, value.doubleValue(), value.toPlainString()));
        lastLabel = y;
      }
    }
    for (BigDecimal value : multiples(getRange(), new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9})) {
      double at = value.doubleValue();
      boolean taken = ticks.stream().anyMatch(t -> ((ValueTick) t).getValue() == at);
      if (at > lowest && !taken) {
        ticks.add(tick(TickType.MINOR, at, ""));
      }
    }
    return ticks;
  }

  private static NumberTick tick(TickType type, double value, String label) {
    return new NumberTick(type, value, label, TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0.0);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && other instanceof ErrorAxis axis && zero.equals(axis.zero);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + zero.hashCode();
  }
}
