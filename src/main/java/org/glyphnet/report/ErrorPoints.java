package org.glyphnet.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines and points of the error-per-epoch chart; hollow points where there is no error. */
final class ErrorPoints extends XYLineAndShapeRenderer {
  private static final long serialVersionUID = 1L;

  /**
   * Okabe and Ito's colours, which the colour-blind can tell apart too, without the yellow; then
   * more.
   */
  private static final Color[] RUNS = {
    Color.BLACK,
    new Color(0xD55E00),
    new Color(0x0072B2),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x6A3D9A),
    new Color(0x7A4A1E),
    new Color(0x8A8A8A),
    new Color(0x808000),
    new Color(0xA50044)
  };

  private static final Stroke SOLID =
      new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Stroke DASHED =
      new BasicStroke(
          2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6f, 4f}, 0f);

  private static final Shape TRAIN = new Ellipse2D.Double(-3, -3, 6, 6);
  private static final Shape TRAIN_AT_ZERO = new Ellipse2D.Double(-3.5, -3.5, 7, 7);
  // A larger diamond under the circle: where both errors are the same, both are seen.
  private static final Shape TEST = ShapeUtils.createDiamond(5f);
  private static final Shape TEST_AT_ZERO = ShapeUtils.createDiamond(7f);

  /** With more epochs than this the points would run into one another. */
  private static final int MOST_POINTS = 40;

  private final transient XYDataset errors;
  private final double zero;

  ErrorPoints(XYSeriesCollection errors, OptionalDouble zero) {
    super(true, true);
    this.errors = errors;
    this.zero = zero.orElse(Double.NaN);
    int count = errors.getSeriesCount();
    for (int i = 0; i < count; i++) {
      setSeriesPaint(i, colour(i, count));
      setSeriesStroke(i, i % 2 == 1 && count > 2 ? DASHED : SOLID);
      setSeriesShape(i, i % 2 == 0 ? TRAIN : TEST);
      setSeriesShapesVisible(i, errors.getItemCount(i) <= MOST_POINTS);
    }
    // Dashes that start anew at each epoch would not be seen as dashes.
    setDrawSeriesLineAsPath(true);
    setUseFillPaint(true);
    setDefaultOutlineStroke(new BasicStroke(1.5f));
    setLegendLine(new Line2D.Double(-14, 0, 14, 0));
    setDefaultToolTipGenerator(
        (data, series, item) ->
            String.format(
                Locale.ROOT,
                "%s, epoch %d: error %s",
                data.getSeriesKey(series),
                (int) data.getXValue(series, item),
                isZero(series, item)
                    ? "0"
                    : String.format(Locale.ROOT, "%.6f", data.getYValue(series, item))));
  }

  @Override
  public boolean getItemShapeVisible(int series, int item) {
    return super.getItemShapeVisible(series, item) || isZero(series, item);
  }

  @Override
  public Shape getItemShape(int series, int item) {
    if (!isZero(series, item)) {
      return super.getItemShape(series, item);
    }
    return series % 2 == 0 ? TRAIN_AT_ZERO : TEST_AT_ZERO;
  }

  @Override
  public Paint getItemFillPaint(int series, int item) {
    return isZero(series, item) ? Color.WHITE : lookupSeriesPaint(series);
  }

  @Override
  public Paint lookupSeriesFillPaint(int series) {
    return lookupSeriesPaint(series);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof ErrorPoints points
        && Double.compare(zero, points.zero) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(zero);
  }

  private boolean isZero(int series, int item) {
    // NaN, for no zero at all, equals nothing.
    return errors.getYValue(series, item) == zero;
  }

  /** Black and red for one run, else a colour for each. */
  private static Color colour(int series, int seriesCount) {
    if (seriesCount <= 2) {
      return series == 0 ? Color.BLACK : Color.RED;
    }
    int run = series / 2;
    // Steps of the golden ratio keep any number of hues apart.
    return run < RUNS.length ? RUNS[run] : Color.getHSBColor((run * 0.618034f) % 1f, 0.8f, 0.65f);
  }
}
