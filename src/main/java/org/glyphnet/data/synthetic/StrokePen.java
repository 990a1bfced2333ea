package org.glyphnet.data.synthetic;

import org.glyphnet.data.SplitMix64;

/**
 * A pen held by one person: how wide it writes and how that width swells and fades along a stroke.
 */
final class StrokePen {
  /** Typical width of a stroke when the digit is 20 high, as in MNIST. */
  private static final double MEDIAN_WIDTH = 2.4;

  /** Length of the strokes of a typical digit, in heights of the digit. */
  private static final double MEDIAN_LENGTH = 2.2;

  /** Share of a stroke that is missing where the ink fails. */
  private static final double GAP = 0.06;

  private final SplitMix64 random;
  private final double width;
  private final double swell;
  private final double shake;

  StrokePen(SplitMix64 random) {
    this.random = random;
    width = Math.max(1.2, Math.min(5.5, MEDIAN_WIDTH * StrictMath.exp(0.28 * random.bell())));
    swell = 0.16 * random.uniform();
    shake = 0.10 * random.uniform();
  }

  /**
   * Width of a stroke when the digit is 20 high. People write a digit with more strokes larger, so
   * the same pen looks finer in it.
   *
   * @param length length of all strokes together, in heights of the digit
   */
  double widthFor(double length) {
    return width * StrictMath.exp(-0.2 * StrictMath.log(length / MEDIAN_LENGTH));
  }

  /**
   * Pressure at each of the points of one stroke, as a factor of the width.
   *
   * @param points number of points, at least 2
   */
  double[] press(int points) {
    double phase = random.uniform(0, 2 * Math.PI);
    double frequency = random.uniform(2, 9);
    double start = random.chance(0.3) ? random.uniform(0.5, 1) : 1;
    double end = random.chance(0.4) ? random.uniform(0.4, 1) : 1;
    double gap = random.chance(0.05) ? random.uniform(0.1, 0.9) : -1;
    double[] pressure = new double[points];
    for (int i = 0; i < points; i++) {
      double t = (double) i / (points - 1);
      double slow = 1 + swell * StrictMath.sin(phase + frequency * t);
      double rough = 1 + shake * random.bell();
      double ends = (1 - (1 - start) * fade(t)) * (1 - (1 - end) * fade(1 - t));
      pressure[i] = Math.abs(t - gap) < GAP / 2 ? 0 : slow * rough * ends;
    }
    return pressure;
  }

  /** 1 at a stroke's end, 0 from a fifth of the stroke on. */
  private static double fade(double distance) {
    return Math.max(0, 1 - 5 * distance);
  }
}
