package org.glyphnet.data.pictures;

import java.awt.image.BufferedImage;

/**
 * How much ink is on each pixel of a picture of writing, whatever its colours: dark on light or
 * light on dark, opaque or on nothing.
 *
 * <p>The paper's brightness is the median along the picture's edge; ink is how far a pixel is from
 * it, towards the brighter or the darker end, whichever is farther away.
 */
final class Ink {
  /** Brightness of white. */
  private static final int WHITE = 255;

  /** Less contrast than this between paper and the strongest ink is an empty sheet. */
  private static final float LEAST_CONTRAST = 16;

  private Ink() {}

  /**
   * Finds the ink.
   *
   * @return a value a pixel, row-major, 0 is paper, 1 the strongest ink; all 0 on an empty sheet
   */
  static float[] of(GreyPicture picture) {
    float[] light = picture.light().clone();
    float paper = picture.paper();
    boolean darkOnLight = paper > WHITE / 2f;
    float strongest = 0;
    for (int i = 0; i < light.length; i++) {
      light[i] = Math.max(0, darkOnLight ? paper - light[i] : light[i] - paper);
      strongest = Math.max(strongest, light[i]);
    }
    if (strongest < LEAST_CONTRAST) {
      return new float[light.length];
    }
    for (int i = 0; i < light.length; i++) {
      light[i] /= strongest;
    }
    return light;
  }

  /** Whether the paper is light. */
  static boolean isDarkOnLight(BufferedImage image) {
    return GreyPicture.of(image).paper() > WHITE / 2f;
  }
}
