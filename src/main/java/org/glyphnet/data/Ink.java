package org.glyphnet.data;

import java.awt.image.BufferedImage;
import java.util.Arrays;

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
  static float[] of(BufferedImage image) {
    float[] light = light(image);
    float paper = paper(light, image.getHeight(), image.getWidth());
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
    return paper(light(image), image.getHeight(), image.getWidth()) > WHITE / 2f;
  }

  /** Brightness in [0, 255] of each pixel, laid on white or black where it is transparent. */
  private static float[] light(BufferedImage image) {
    int width = image.getWidth();
    float[] light = new float[image.getHeight() * width];
    float[] cover = new float[light.length];
    double covered = 0;
    double lit = 0;
    for (int i = 0; i < light.length; i++) {
      int argb = ImageFile.argb(image, i % width, i / width);
      light[i] = ImageFile.luma(argb);
      cover[i] = (argb >>> 24) / (float) WHITE;
      covered += cover[i];
      lit += cover[i] * light[i];
    }
    // Ink on nothing is laid on the end of the scale that it stands out from.
    float under = lit > covered * WHITE / 2 ? 0 : WHITE;
    for (int i = 0; i < light.length; i++) {
      light[i] = cover[i] * light[i] + (1 - cover[i]) * under;
    }
    return light;
  }

  /** The median along the edge: a stroke that runs out of the picture does not move it. */
  private static float paper(float[] light, int height, int width) {
    float[] edge = new float[2 * (height + width)];
    for (int x = 0; x < width; x++) {
      edge[2 * x] = light[x];
      edge[2 * x + 1] = light[(height - 1) * width + x];
    }
    for (int y = 0; y < height; y++) {
      edge[2 * (width + y)] = light[y * width];
      edge[2 * (width + y) + 1] = light[y * width + width - 1];
    }
    Arrays.sort(edge);
    return edge[edge.length / 2];
  }
}
