package org.glyphnet.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.Stroke;
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
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.XYSeriesCollection;

/** How the error-per-epoch chart looks: fonts, lines, axes, words. */
final class ErrorChartLook {
  /** Under the title when a point has no error. */
  static final String ZERO_NOTE = "Hollow points on the line \u201c0\u201d: no errors";

  private static final Color WORDS = new Color(0x222222);
  private static final Color FRAME = new Color(0x888888);
  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color FINE_GRID = new Color(0xF2F2F2);

  private static final Stroke HAIRLINE = new BasicStroke(1f);

  private ErrorChartLook() {}

  /** A chart of these errors; series 2i is run i's training error, series 2i + 1 its test error. */
  static JFreeChart dress(XYSeriesCollection errors, LogScale scale, String subtitle) {
    ErrorAxis y = new ErrorAxis("Classification error", scale);
    OptionalDouble zero = scale.zero();
    XYPlot plot =
        new XYPlot(
            errors,
            epochs(DatasetUtils.findDomainBounds(errors)),
            y,
            new ErrorPoints(errors, zero));
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
    subtitle.lines().filter(l -> !l.isBlank()).forEach(l -> chart.addSubtitle(line(l)));
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
    TextTitle title = new TextTitle(Shown.visible(text), font(Font.PLAIN, 12));
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
}
