package org.glyphnet.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.Tick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A {@link LogScale} as JFreeChart's vertical axis. JFreeChart's own logarithmic axis labels powers
 * of its base and nothing between, so a chart within one decade has no number at all.
 */
final class ErrorAxis extends LogAxis {
  private static final long serialVersionUID = 1L;

  private final transient LogScale scale;

  ErrorAxis(String label, LogScale scale) {
    super(label);
    this.scale = scale;
    setMinorTickMarksVisible(true);
    setRange(scale.range(), false, false);
  }

  @Override
  protected void autoAdjustRange() {
    // The super constructor calls this before there is a scale.
    if (scale != null) {
      setRange(scale.range(), false, false);
    }
  }

  @Override
  public List<?> refreshTicks(
      Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
    List<Tick> ticks = new ArrayList<>();
    double height = getTickLabelFont().getLineMetrics("0", g2.getFontRenderContext()).getHeight();
    double lastLabel = Double.POSITIVE_INFINITY;
    if (scale.zero().isPresent() && getRange().contains(scale.zero().getAsDouble())) {
      ticks.add(tick(TickType.MAJOR, scale.zero().getAsDouble(), "0"));
      lastLabel = valueToJava2D(scale.zero().getAsDouble(), dataArea, edge);
    }
    // Of the range that is shown, which a person may have narrowed with the mouse.
    for (BigDecimal value : LogScale.labelled(getRange())) {
      double y = valueToJava2D(value.doubleValue(), dataArea, edge);
      if (value.doubleValue() > scale.lowest() && lastLabel - y > height) {
        ticks.add(tick(TickType.MAJOR, value.doubleValue(), value.toPlainString()));
        lastLabel = y;
      }
    }
    for (BigDecimal value : LogScale.ticks(getRange())) {
      double at = value.doubleValue();
      boolean taken = ticks.stream().anyMatch(t -> ((ValueTick) t).getValue() == at);
      if (at > scale.lowest() && !taken) {
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
    return super.equals(other) && other instanceof ErrorAxis axis && scale.equals(axis.scale);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + scale.hashCode();
  }
}
