package org.glyphnet.data.synthetic;

import org.glyphnet.data.SplitMix64;

/**
 * How one person's page differs from the drawn templates: slant, rotation, proportions, and slow
 * waves that bend everything a little. Units are percent of the digit's height.
 */
final class StrokeWarp {
  private static final double MEAN_SLANT_DEGREES = 8;
  private static final double SLANT_DEGREES = 14;
  private static final double ROTATION_DEGREES = 5;

  /** Templates are drawn about this wide. */
  private static final double MIDDLE_X = 30;

  private static final double MIDDLE_Y = 50;

  private final double slant;
  private final double sine;
  private final double cosine;
  private final double aspect;
  private final double taper;
  private final double sag;
  private final double[] waves;

  StrokeWarp(SplitMix64 random) {
    slant = StrictMath.tan(Math.toRadians(MEAN_SLANT_DEGREES + SLANT_DEGREES * random.bell()));
    double rotation = Math.toRadians(ROTATION_DEGREES * random.bell());
    sine = StrictMath.sin(rotation);
    cosine = StrictMath.cos(rotation);
    aspect = StrictMath.exp(0.12 + 0.20 * random.bell());
    taper = 0.2 * random.bell();
    sag = 6 * random.bell();
    // Two waves a direction: amplitude, frequency along x and y, phase.
    waves = new double[16];
    for (int i = 0; i < waves.length; i += 4) {
      waves[i] = 2.8 * random.bell();
      waves[i + 1] = 0.045 * random.bell();
      waves[i + 2] = 0.045 * random.bell();
      waves[i + 3] = random.uniform(0, 2 * Math.PI);
    }
  }

  /** Moves the points {@code x0, y0, x1, y1, ...} in place. */
  void apply(double[] line) {
    for (int i = 0; i < line.length; i += 2) {
      double x = line[i] - MIDDLE_X;
      double y = line[i + 1] - MIDDLE_Y;
      double bentX = x * (1 + taper * y / MIDDLE_Y) + wave(0, x, y) + wave(4, x, y);
      // A parabola, zero at top and bottom: moves the waist up or down.
      double bentY = y + sag * (1 - y * y / (MIDDLE_Y * MIDDLE_Y)) + wave(8, x, y) + wave(12, x, y);
      double slanted = aspect * bentX - slant * bentY;
      line[i] = cosine * slanted - sine * bentY;
      line[i + 1] = sine * slanted + cosine * bentY;
    }
  }

  private double wave(int wave, double x, double y) {
    return waves[wave]
        * StrictMath.sin(waves[wave + 1] * x + waves[wave + 2] * y + waves[wave + 3]);
  }
}
