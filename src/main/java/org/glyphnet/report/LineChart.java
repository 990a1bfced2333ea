package org.glyphnet.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jfree.data.Range;

/**
 * Lines over the epochs on a logarithmic axis, as an {@code <svg>} element for a page.
 *
 * <p>Places are percentages and sizes are pixels, so the drawing takes any width while its words
 * stay readable on a telephone; colours are the page's, so it is light or dark as the page is. A
 * value of 0 is a hollow point on a line of its own at the bottom, as in {@link ErrorChart}.
 */
final class LineChart {
  private static final int MOST_EPOCH_LABELS = 12;

  /** With more epochs than this the points would run into one another. */
  private static final int MOST_POINTS = 40;

  /** The shape of a line's points. */
  enum Marker {
    DOT,
    DIAMOND
  }

  /** One value at one epoch; a value that is not a finite number is left out. */
  record Point(int epoch, double value) {}

  /**
   * One line.
   *
   * @param name in the points' tool tips
   * @param colour the page's style class that colours it
   * @param points by epoch
   */
  record Line(String name, String colour, Marker marker, List<Point> points) {
    Line {
      points = points.stream().filter(p -> Double.isFinite(p.value())).toList();
      if (points.stream().anyMatch(p -> p.value() < 0)) {
        throw new IllegalArgumentException("line '" + name + "' has a value below 0");
      }
    }
  }

  private final List<Line> lines;
  private final LogScale scale;
  private final Range epochs;
  private final StringBuilder svg = new StringBuilder();

  private LineChart(List<Line> lines) {
    this.lines = lines;
    this.scale =
        LogScale.of(
            lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::value),
            Double.POSITIVE_INFINITY);
    this.epochs = epochs(lines);
  }

  /**
   * Draws.
   *
   * @param label what it shows, for readers who do not see it
   */
  static String svg(String label, List<Line> lines) {
    return svg(label, lines, OptionalInt.empty());
  }

  /**
   * Draws, with a line at one epoch.
   *
   * @param label what it shows, for readers who do not see it
   * @param best the epoch to mark as the best
   */
  static String svg(String label, List<Line> lines, OptionalInt best) {
    return new LineChart(List.copyOf(lines)).draw(label, best);
  }

  private String draw(String label, OptionalInt best) {
    svg.append("<svg class=\"chart\" role=\"img\" aria-label=\"")
        .append(PageTemplate.escaped(label))
        .append("\">");
    drawValueAxis();
    drawEpochAxis();
    best.ifPresent(this::drawBest);
    lines.forEach(this::draw);
    return svg.append("</svg>").toString();
  }

  private void drawValueAxis() {
    if (scale.zero().isPresent()) {
      drawValue(0, "0");
    }
    for (BigDecimal value : scale.labelled()) {
      drawValue(value.doubleValue(), value.toPlainString());
    }
  }

  private void drawValue(double value, String word) {
    String y = y(value);
    svg.append("<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"")
        .append(y)
        .append("\" y2=\"")
        .append(y)
        .append("\"/><text class=\"tick\" x=\"-8\" y=\"")
        .append(y)
        .append("\" dy=\".35em\" text-anchor=\"end\">")
        .append(word)
        .append("</text>");
  }

  private void drawEpochAxis() {
    svg.append("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"100%\" y2=\"100%\"/>");
    int first = (int) epochs.getLowerBound();
    int last = (int) epochs.getUpperBound();
    int step = step(last - first);
    for (int epoch = first; epoch <= last; epoch++) {
      if (Math.floorMod(epoch, step) == 0 || step == 1) {
        svg.append("<text class=\"tick\" x=\"")
            .append(x(epoch))
            .append("\" y=\"100%\" dy=\"1.5em\" text-anchor=\"middle\">")
            .append(epoch)
            .append("</text>");
      }
    }
    svg.append(
        "<text class=\"tick\" x=\"50%\" y=\"100%\" dy=\"2.9em\""
            + " text-anchor=\"middle\">Epoch</text>");
  }

  private void drawBest(int epoch) {
    svg.append("<line class=\"best\" x1=\"")
        .append(x(epoch))
        .append("\" x2=\"")
        .append(x(epoch))
        .append("\" y1=\"0\" y2=\"100%\"/><text class=\"tick\" x=\"")
        .append(x(epoch))
        .append("\" y=\"0\" dy=\"-.4em\" text-anchor=\"middle\">best</text>");
  }

  private void draw(Line line) {
    svg.append("<g class=\"").append(line.colour()).append("\">");
    for (int i = 1; i < line.points().size(); i++) {
      Point from = line.points().get(i - 1);
      Point to = line.points().get(i);
      svg.append("<line x1=\"").append(x(from.epoch()));
      svg.append("\" y1=\"").append(y(from.value()));
      svg.append("\" x2=\"").append(x(to.epoch()));
      svg.append("\" y2=\"").append(y(to.value())).append("\"/>");
    }
    boolean all = line.points().size() <= MOST_POINTS;
    for (Point point : line.points()) {
      if (all || point.value() == 0) {
        drawPoint(line, point);
      }
    }
    svg.append("</g>");
  }

  private void drawPoint(Line line, Point point) {
    svg.append("<use href=\"#").append(line.marker().name().toLowerCase(Locale.ROOT));
    svg.append(point.value() == 0 ? "\" class=\"hollow" : "");
    svg.append("\" x=\"").append(x(point.epoch()));
    svg.append("\" y=\"").append(y(point.value()));
    svg.append("\"><title>").append(PageTemplate.escaped(line.name()));
    svg.append(", epoch ").append(point.epoch()).append(": ");
    svg.append(Shown.decimal(point.value(), 6)).append("</title></use>");
  }

  /** An epoch's place from the left, with a little room at both ends. */
  private String x(int epoch) {
    double share =
        epochs.getLength() == 0
            ? 0.5
            : 0.03 + 0.94 * (epoch - epochs.getLowerBound()) / epochs.getLength();
    return percent(share);
  }

  /** A value's place from the top. */
  private String y(double value) {
    return percent(1 - scale.height(value));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  private static Range epochs(List<Line> lines) {
    var span =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToInt(Point::epoch)
            .summaryStatistics();
    return span.getCount() == 0 ? new Range(0, 0) : new Range(span.getMin(), span.getMax());
  }

  /** 1, 2, 5, 10, 20, ...: the first that leaves few enough labels. */
  private static int step(int length) {
    for (int decade = 1; ; decade *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        if (length / (digit * decade) < MOST_EPOCH_LABELS) {
          return digit * decade;
        }
      }
    }
  }
}
