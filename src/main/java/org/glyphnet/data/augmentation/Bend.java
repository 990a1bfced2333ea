package org.glyphnet.data.augmentation;

import org.glyphnet.data.SplitMix64;

/**
 * A smooth random way for each pixel: uniform cubic B-splines over a coarse grid of random control
 * points, four cells along each axis. Cheaper than smoothing a field of noise, as Simard,
 * Steinkraus and Platt, <a href="https://doi.org/10.1109/ICDAR.2003.1227801">Best Practices for
 * Convolutional Neural Networks</a>, do, and of the same kind.
 */
final class Bend {
  private static final int CELLS = 4;
  private static final int POINTS = CELLS + 3;

  /** A B-spline's value at a knot has a quarter of its control points' variance, in two axes. */
  private static final double POINT_DEVIATION = 2;

  private final float[] pointsX = new float[POINTS * POINTS];
  private final float[] pointsY = new float[POINTS * POINTS];
  private final float[] rowX = new float[POINTS];
  private final float[] rowY = new float[POINTS];
  private final int[] rowCell;
  private final float[] rowWeights;
  private final int[] columnCell;
  private final float[] columnWeights;

  Bend(int height, int width) {
    rowCell = new int[height];
    rowWeights = weights(height, rowCell);
    columnCell = new int[width];
    columnWeights = weights(width, columnCell);
  }

  /** Draws new control points; ways have the given standard deviation, in pixels. */
  void draw(double deviation, SplitMix64 random) {
    for (int i = 0; i < pointsX.length; i++) {
      pointsX[i] = (float) (deviation * POINT_DEVIATION * random.bell());
      pointsY[i] = (float) (deviation * POINT_DEVIATION * random.bell());
    }
  }

  /** Makes ready for the pixels of one row. */
  void row(int y) {
    for (int column = 0; column < POINTS; column++) {
      float alongX = 0;
      float alongY = 0;
      for (int k = 0; k < 4; k++) {
        float weight = rowWeights[4 * y + k];
        int point = (rowCell[y] + k) * POINTS + column;
        alongX += weight * pointsX[point];
        alongY += weight * pointsY[point];
      }
      rowX[column] = alongX;
      rowY[column] = alongY;
    }
  }

  /** How far the pixel of the row is taken along x, in pixels. */
  float alongX(int x) {
    return across(rowX, x);
  }

  /** How far the pixel of the row is taken along y, in pixels. */
  float alongY(int x) {
    return across(rowY, x);
  }

  private float across(float[] row, int x) {
    int cell = columnCell[x];
    int at = 4 * x;
    return columnWeights[at] * row[cell]
        + columnWeights[at + 1] * row[cell + 1]
        + columnWeights[at + 2] * row[cell + 2]
        + columnWeights[at + 3] * row[cell + 3];
  }

  /** The four weights of each pixel along an axis, and the cell that it lies in. */
  private static float[] weights(int length, int[] cells) {
    float[] weights = new float[4 * length];
    for (int i = 0; i < length; i++) {
      double place = (i + 0.5) / length * CELLS;
      cells[i] = Math.min(CELLS - 1, (int) place);
      double t = place - cells[i];
      weights[4 * i] = (float) ((1 - t) * (1 - t) * (1 - t) / 6);
      weights[4 * i + 1] = (float) ((3 * t * t * t - 6 * t * t + 4) / 6);
      weights[4 * i + 2] = (float) ((-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6);
      weights[4 * i + 3] = (float) (t * t * t / 6);
    }
    return weights;
  }
}
