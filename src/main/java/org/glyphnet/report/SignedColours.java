package org.glyphnet.report;

import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Colours for numbers with a sign: blue below 0, nearly white at 0, red above; told apart by the
 * colour-blind too (ColorBrewer's RdBu by Cynthia Brewer, colorbrewer2.org).
 */
public final class SignedColours {
  private static final int[] STOPS = {
    0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d,
    0xb2182b, 0x67001f
  };

  /** What is not a number: no colour of the scale. */
  private static final int NOT_A_NUMBER = 0x808080;

  private SignedColours() {}

  /**
   * A colour.
   *
   * @param value in [-1, 1]; what is beyond has the end's colour
   * @return RGB
   */
  public static int rgb(double value) {
    if (Double.isNaN(value)) {
      return NOT_A_NUMBER;
    }
    double place = (Math.max(-1, Math.min(1, value)) + 1) / 2 * (STOPS.length - 1);
    int below = Math.min(STOPS.length - 2, (int) place);
    double share = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = STOPS[below] >> shift & 0xff;
      int to = STOPS[below + 1] >> shift & 0xff;
      rgb |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return rgb;
  }

  /**
   * A picture with a pixel a number.
   *
   * @param values row-major
   * @param scale the magnitude that gets the strongest colour
   */
  public static BufferedImage picture(float[] values, int width, double scale) {
    BufferedImage image =
        new BufferedImage(width, values.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      image.setRGB(i % width, i / width, rgb(scale > 0 ? values[i] / scale : values[i]));
    }
    return image;
  }

  /** The scale as a background for a style sheet, lowest at the left. */
  static String cssGradient() {
    StringBuilder css = new StringBuilder("linear-gradient(90deg");
    for (int stop : STOPS) {
      css.append(String.format(Locale.ROOT, ",#%06x", stop));
    }
    return css.append(')').toString();
  }
}
