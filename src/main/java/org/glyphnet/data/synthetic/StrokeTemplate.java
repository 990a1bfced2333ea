package org.glyphnet.data.synthetic;

import java.util.Arrays;
import java.util.List;
import org.glyphnet.data.SplitMix64;

/**
 * One way to write a digit: key drawings with the same strokes and the same number of points, so
 * that anything between two of them is that digit too.
 *
 * <p>A drawing is text: points {@code x,y} in percent of the digit's height, y downwards, in the
 * order the pen takes; {@code |} lifts the pen; {@code !} after a point makes it a corner, all
 * others are passed smoothly.
 */
final class StrokeTemplate {
  private final double weight;
  private final boolean[] corners;
  private final int[] strokeStarts;
  private final double[][] drawings;

  private StrokeTemplate(
      double weight, boolean[] corners, int[] strokeStarts, double[][] drawings) {
    this.weight = weight;
    this.corners = corners;
    this.strokeStarts = strokeStarts;
    this.drawings = drawings;
  }

  /**
   * Reads the key drawings of one way of writing.
   *
   * @param weight how common it is beside the other ways of the same digit
   * @throws IllegalArgumentException when the drawings differ in strokes, points or corners
   */
  static StrokeTemplate of(double weight, String... keyDrawings) {
    String plan = plan(keyDrawings[0]);
    double[][] drawings = new double[keyDrawings.length][];
    for (int i = 0; i < keyDrawings.length; i++) {
      if (!plan(keyDrawings[i]).equals(plan)) {
        throw new IllegalArgumentException(
            "key drawings must agree in strokes, points and corners; found \""
                + keyDrawings[0]
                + "\" and \""
                + keyDrawings[i]
                + "\"");
      }
      drawings[i] = coordinates(keyDrawings[i]);
    }
    return new StrokeTemplate(weight, corners(plan), strokeStarts(plan), drawings);
  }

  /** How common this way is beside the other ways of the same digit. */
  double weight() {
    return weight;
  }

  /** Number of strokes, at least 1. */
  int strokes() {
    return strokeStarts.length - 1;
  }

  /** Index of a stroke's first point; that of {@code strokes()} is the number of points. */
  int strokeStart(int stroke) {
    return strokeStarts[stroke];
  }

  /** Whether the pen turns sharply at this point. */
  boolean isCorner(int point) {
    return corners[point];
  }

  /**
   * The points of a drawing somewhere between two key drawings, or slightly beyond one: {@code x0,
   * y0, x1, y1, ...} in percent of the digit's height.
   */
  double[] between(SplitMix64 random) {
    double[] from = drawings[random.below(drawings.length)];
    double[] to = drawings[random.below(drawings.length)];
    double share = random.uniform(-0.1, 1.1);
    double[] points = new double[from.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = from[i] + share * (to[i] - from[i]);
    }
    return points;
  }

  /** The template of a digit that the dice fall on, in proportion to the weights. */
  static StrokeTemplate pick(List<StrokeTemplate> templates, SplitMix64 random) {
    double total = 0;
    for (StrokeTemplate template : templates) {
      total += template.weight;
    }
    double left = random.uniform() * total;
    for (StrokeTemplate template : templates) {
      left -= template.weight;
      if (left < 0) {
        return template;
      }
    }
    return templates.get(templates.size() - 1);
  }

  /** A letter a point: {@code .} smooth, {@code !} corner; {@code |} between strokes. */
  private static String plan(String drawing) {
    return drawing
        .replaceAll("-?\\d+,-?\\d+!", "!")
        .replaceAll("-?\\d+,-?\\d+", ".")
        .replace(" ", "");
  }

  private static double[] coordinates(String drawing) {
    return Arrays.stream(drawing.replaceAll("[!|]", " ").trim().split("[ ,]+", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static boolean[] corners(String plan) {
    String points = plan.replace("|", "");
    boolean[] corners = new boolean[points.length()];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = points.charAt(i) == '!';
    }
    return corners;
  }

  private static int[] strokeStarts(String plan) {
    String[] strokes = plan.split("\\|", -1);
    int[] starts = new int[strokes.length + 1];
    for (int i = 0; i < strokes.length; i++) {
      starts[i + 1] = starts[i] + strokes[i].length();
    }
    return starts;
  }
}
