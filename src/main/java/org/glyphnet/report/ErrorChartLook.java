package org.glyphnet.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.util.ShapeUtils;
import org.jfree.data.Range;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeriesCollection;

/** How the error-per-epoch chart looks: fonts, colours, lines, points, axes, words. */
final class ErrorChartLook {
  /** Under the title when a point has no error. */
  static final String ZERO_NOTE = "Hollow points on the line \u201c0\u201d: no errors";

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

  private static final Color WORDS = new Color(0x222222);
  private static final Color FRAME = new Color(0x888888);
  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color FINE_GRID = new Color(0xF2F2F2);

  private static final Stroke HAIRLINE = new BasicStroke(1f);
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

  private ErrorChartLook() {}

  /** A chart of these errors; series 2i is run i's training error, series 2i + 1 its test error. */
  static JFreeChart dress(XYSeriesCollection errors, OptionalDouble zero, String subtitle) {
    ErrorAxis y = new ErrorAxis("Classification error", zero);
    XYPlot plot =
        new XYPlot(
            errors, epochs(DatasetUtils.findDomainBounds(errors)), y, new Points(errors, zero));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(FRAME);
    plot.setOutlineStroke(HAIRLINE);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(HAIRLINE);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(HAIRLINE);
    plot.setRangeMinorGridlinesVisible(true);
    plot.setRangeMinorGridlinePaint(FINE_GRID);
    plot.setRangeMinorGridlineStroke(HAIRLINE);
    plain(plot.getDomainAxis());
    plain(y);

    JFreeChart chart = new JFreeChart(ErrorChart.TITLE, font(Font.BOLD, 18), plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setAntiAlias(true);
    chart.setTextAntiAlias(RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    chart.setPadding(new RectangleInsets(10, 10, 8, 18));
    chart.getTitle().setPaint(WORDS);
    if (!subtitle.isBlank()) {
      chart.addSubtitle(line(subtitle));
    }
    if (zero.isPresent()) {
      chart.addSubtitle(line(ZERO_NOTE));
    }
    chart.addSubtitle(legend(plot));
    return chart;
  }

  private static NumberAxis epochs(Range epochs) {
    NumberAxis axis = new NumberAxis("Epoch");
    // The default is the machine's locale, and one chart is to be one file everywhere.
    NumberFormat digits = NumberFormat.getIntegerInstance(Locale.ROOT);
    TickUnits whole = new TickUnits();
    for (int unit = 1; unit <= 1_000_000; unit *= 10) {
      whole.add(new NumberTickUnit(unit, digits));
      whole.add(new NumberTickUnit(2 * unit, digits));
      whole.add(new NumberTickUnit(5 * unit, digits));
    }
    axis.setStandardTickUnits(whole);
    axis.setAutoRangeIncludesZero(false);
    axis.setAutoRangeStickyZero(false);
    axis.setAutoRangeMinimumSize(1);
    // Half an epoch at each side, so that no number stands there for an epoch that was not.
    double half = epochs == null ? 0.05 : 0.5 / Math.max(1, epochs.getLength());
    axis.setLowerMargin(Math.max(0.015, Math.min(0.05, half)));
    axis.setUpperMargin(axis.getLowerMargin());
    return axis;
  }

  private static void plain(ValueAxis axis) {
    axis.setLabelFont(font(Font.PLAIN, 14));
    axis.setLabelPaint(WORDS);
    axis.setTickLabelFont(font(Font.PLAIN, 12));
    axis.setTickLabelPaint(WORDS);
    axis.setAxisLinePaint(FRAME);
    axis.setAxisLineStroke(HAIRLINE);
    axis.setTickMarkPaint(FRAME);
    axis.setTickMarkStroke(HAIRLINE);
  }

  private static TextTitle line(String text) {
    TextTitle title = new TextTitle(text, font(Font.PLAIN, 12));
    title.setPaint(WORDS);
    return title;
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setItemFont(font(Font.PLAIN, 13));
    legend.setItemPaint(WORDS);
    legend.setFrame(BlockBorder.NONE);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
    return legend;
  }

  private static Font font(int style, int size) {
    // The one family that every Java has; in SVG it becomes the reader's sans-serif.
    return new Font(Font.SANS_SERIF, style, size);
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

  /** Lines and points; hollow points where there is no error. */
  private static final class Points extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1L;

    private final transient XYDataset errors;
    private final double zero;

    Points(XYSeriesCollection errors, OptionalDouble zero) {
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
          && other instanceof Points points
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
  }
}
