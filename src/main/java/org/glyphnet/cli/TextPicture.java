package org.glyphnet.cli;

import java.nio.charset.Charset;
import org.glyphnet.data.ImageShape;

/**
 * An image in text, two rows of pixels a line: in greys of half blocks on a terminal that has them,
 * else in ASCII, darker letters for brighter pixels.
 */
final class TextPicture {
  private static final String HALF_BLOCK = "\u2580";
  private static final String RAMP = " .:-=+*#%@";

  /** The greys of a terminal with 256 colours: black, then 24 from dark to light, then white. */
  private static final int BLACK = 16;

  private static final int DARKEST = 232;
  private static final int WHITE = 231;
  private static final int GREYS = 26;

  private final boolean colours;

  /**
   * @param terminal whether it is printed on a terminal
   * @param charset what it is printed in
   */
  TextPicture(boolean terminal, Charset charset) {
    this.colours =
        terminal && charset.canEncode() && charset.newEncoder().canEncode(HALF_BLOCK.charAt(0));
  }

  /**
   * Draws.
   *
   * @param pixels {@code [height, width, channels]}, in [0, 1]
   * @return lines, each with its end
   */
  String draw(float[] pixels, ImageShape shape) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < shape.height(); y += 2) {
      for (int x = 0; x < shape.width(); x++) {
        float upper = grey(pixels, shape, y, x);
        float lower = y + 1 < shape.height() ? grey(pixels, shape, y + 1, x) : 0;
        text.append(colours ? blocks(upper, lower) : letter((upper + lower) / 2));
      }
      text.append(colours ? "\u001b[0m\n" : "\n");
    }
    return text.toString();
  }

  private static float grey(float[] pixels, ImageShape shape, int y, int x) {
    int at = (y * shape.width() + x) * shape.channels();
    float sum = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      sum += pixels[at + channel];
    }
    return sum / shape.channels();
  }

  /** Upper pixel as foreground of an upper half block, lower pixel as background. */
  private static String blocks(float upper, float lower) {
    return "\u001b[38;5;" + colour(upper) + ";48;5;" + colour(lower) + "m" + HALF_BLOCK;
  }

  private static int colour(float grey) {
    int step = Math.round(grey * (GREYS - 1));
    if (step == 0) {
      return BLACK;
    }
    return step == GREYS - 1 ? WHITE : DARKEST + step - 1;
  }

  private static char letter(float grey) {
    return RAMP.charAt(Math.round(grey * (RAMP.length() - 1)));
  }
}
