package org.glyphnet.data.synthetic;

/**
 * A smooth line through control points: the centripetal Catmull-Rom spline, which neither loops nor
 * overshoots between unevenly spaced points (Yuksel, Schaefer and Keyser, <a
 * href="https://doi.org/10.1016/j.cad.2010.08.008">Parameterization and applications of Catmull-Rom
 * curves</a>).
 */
final class StrokeCurve {
  private static final int STEPS = 12;

  private final double[] points;
  private final boolean[] corners;

  /**
   * @param points {@code x0, y0, x1, y1, ...}, at least two points
   * @param corners for each point whether the line turns sharply there
   */
  StrokeCurve(double[] points, boolean[] corners) {
    this.points = points;
    this.corners = corners;
  }

  /** Points along the line, both ends included: {@code x0, y0, x1, y1, ...}. */
  double[] sample() {
    int segments = points.length / 2 - 1;
    double[] line = new double[2 * (segments * STEPS + 1)];
    for (int segment = 0; segment < segments; segment++) {
      for (int axis = 0; axis < 2; axis++) {
        sampleSegment(segment, axis, line);
      }
    }
    line[line.length - 2] = points[points.length - 2];
    line[line.length - 1] = points[points.length - 1];
    return line;
  }

  /** Cubic Hermite from one control point to the next, tangents from the neighbours. */
  private void sampleSegment(int segment, int axis, double[] line) {
    double from = points[2 * segment + axis];
    double to = points[2 * segment + 2 + axis];
    double here = knots(segment);
    double out = to - from;
    if (segment > 0 && !corners[segment]) {
      double before = knots(segment - 1);
      double previous = points[2 * segment - 2 + axis];
      out += here * ((from - previous) / before - (to - previous) / (before + here));
    }
    double in = to - from;
    if (2 * segment + 4 < points.length && !corners[segment + 1]) {
      double after = knots(segment + 1);
      double next = points[2 * segment + 4 + axis];
      in += here * ((next - to) / after - (next - from) / (here + after));
    }
    double square = 3 * (to - from) - 2 * out - in;
    double cube = 2 * (from - to) + out + in;
    for (int step = 0; step < STEPS; step++) {
      double t = (double) step / STEPS;
      line[2 * (segment * STEPS + step) + axis] = from + t * (out + t * (square + t * cube));
    }
  }

  /** The spline's parameter length of a segment: the square root of its chord, never zero. */
  private double knots(int segment) {
    double dx = points[2 * segment + 2] - points[2 * segment];
    double dy = points[2 * segment + 3] - points[2 * segment + 1];
    return Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-3;
  }
}
