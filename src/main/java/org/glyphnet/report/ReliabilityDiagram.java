package org.glyphnet.report;

import java.util.Locale;

/**
 * A reliability diagram as an {@code <svg>} element for a page: for each bin of probabilities the
 * share that is right, beside the line on which the two would be equal. Bars of few images are
 * pale.
 */
final class ReliabilityDiagram {
  private static final int SIDE = 100;

  private ReliabilityDiagram() {}

  static String svg(String label, Calibration calibration) {
    int most = calibration.bins().stream().mapToInt(Calibration.Bin::images).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append("<svg class=\"reliability\" viewBox=\"-12 -3 119 115\" role=\"img\" aria-label=\"")
        .append(PageTemplate.escaped(label))
        .append("\">");
    for (double at = 0; at <= 1; at += 0.25) {
      line(svg, "grid", 0, at, 1, at);
      text(svg, -2, SIDE * (1 - at) + 1.5, "end", at);
      text(svg, SIDE * at, SIDE + 6, "middle", at);
    }
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.images() > 0) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill-opacity=\"%.2f\">"
                    + "<title>%s: %s right of %s images</title></rect>",
                SIDE * bin.low() + 0.4,
                SIDE * (1 - bin.accuracy()),
                SIDE * (bin.high() - bin.low()) - 0.8,
                Math.max(0.5, SIDE * bin.accuracy()),
                0.25 + 0.75 * Math.sqrt((double) bin.images() / most),
                Shown.decimal(bin.low(), 2) + "\u2013" + Shown.decimal(bin.high(), 2),
                Shown.percent(bin.accuracy()),
                Shown.count(bin.images())));
      }
    }
    line(svg, "equal", 0, 0, 1, 1);
    return svg.append("</svg>").toString();
  }

  private static void line(
      StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            style,
            SIDE * x1,
            SIDE * (1 - y1),
            SIDE * x2,
            SIDE * (1 - y2)));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, double value) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Shown.decimal(value, 2)));
  }
}
