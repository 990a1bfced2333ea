package org.glyphnet.data.synthetic;

import java.util.Arrays;

/**
 * Paper that ink is put on in round dabs: pixels are black or white, like the scanned forms behind
 * MNIST. Grey comes only from scaling down. Own code, not Java 2D, whose rasteriser may differ from
 * one Java version to the next.
 */
final class StrokeRaster {
  private final int height;
  private final int width;
  private final float[] ink;

  StrokeRaster(int height, int width) {
    this.height = height;
    this.width = width;
    this.ink = new float[height * width];
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** A value a pixel, row-major, 0 or 1; not a copy. */
  float[] ink() {
    return ink;
  }

  /** Blackens each pixel whose centre lies in the disc; what falls beside the paper is lost. */
  void dab(double x, double y, double radius) {
    int first = Math.max(0, (int) Math.ceil(y - radius - 0.5));
    int last = Math.min(height - 1, (int) Math.floor(y + radius - 0.5));
    for (int row = first; row <= last; row++) {
      double dy = row + 0.5 - y;
      double half = Math.sqrt(Math.max(0, radius * radius - dy * dy));
      int from = Math.max(0, (int) Math.ceil(x - half - 0.5));
      int to = Math.min(width, (int) Math.floor(x + half - 0.5) + 1);
      if (from < to) {
        Arrays.fill(ink, row * width + from, row * width + to, 1f);
      }
    }
  }

  /** Dabs along a line from one point to another, close enough to leave a smooth edge. */
  void draw(double x0, double y0, double r0, double x1, double y1, double r1) {
    double length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
    int dabs = 1 + (int) (length / Math.max(0.7, 0.4 * Math.min(r0, r1)));
    for (int i = 0; i <= dabs; i++) {
      double t = (double) i / dabs;
      dab(x0 + t * (x1 - x0), y0 + t * (y1 - y0), r0 + t * (r1 - r0));
    }
  }
}
