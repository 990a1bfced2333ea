package org.glyphnet.data.pictures;

import org.glyphnet.Internal;

/**
 * The smallest rectangle that holds all ink of an image.
 *
 * @param top first row with ink
 * @param left first column with ink
 * @param height rows; 0 when there is no ink
 * @param width columns; 0 when there is no ink
 */
@Internal
public record InkBox(int top, int left, int height, int width) {
  /**
   * Finds the ink.
   *
   * @param ink a value a pixel, row-major, 0 is paper
   * @param faintest share of the brightest value from which on a pixel counts as ink
   */
  public static InkBox around(float[] ink, int height, int width, float faintest) {
    float brightest = 0;
    for (float value : ink) {
      brightest = Math.max(brightest, value);
    }
    if (brightest == 0) {
      return new InkBox(0, 0, 0, 0);
    }
    float least = brightest * faintest;
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (ink[y * width + x] >= least) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    return new InkBox(top, left, bottom - top + 1, right - left + 1);
  }

  public boolean isEmpty() {
    return height == 0;
  }
}
