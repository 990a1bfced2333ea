package org.glyphnet.report;

import java.awt.image.BufferedImage;

/**
 * The first layer's filters in their own order, without words: the same filter is at the same place
 * in every epoch's picture. Needs neither fonts nor a display.
 */
public final class FilterGrid {
  private static final int CELL = 8;
  private static final int GAP = 4;
  private static final int PAPER = 0xffffff;

  private FilterGrid() {}

  /** Draws, on the scale of the largest weight, blue below 0 and red above. */
  public static BufferedImage draw(FilterBank bank) {
    int columns = (int) Math.ceil(Math.sqrt(bank.filters()));
    int rows = (bank.filters() + columns - 1) / columns;
    int pitchX = CELL * bank.width() * bank.channels() + GAP;
    int pitchY = CELL * bank.height() + GAP;
    BufferedImage picture =
        new BufferedImage(columns * pitchX + GAP, rows * pitchY + GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        picture.setRGB(x, y, PAPER);
      }
    }
    double scale = bank.largest();
    for (int filter = 0; filter < bank.filters(); filter++) {
      for (int channel = 0; channel < bank.channels(); channel++) {
        int left = GAP + filter % columns * pitchX + channel * CELL * bank.width();
        int top = GAP + filter / columns * pitchY;
        enlarge(
            SignedColours.picture(bank.kernel(filter, channel), bank.width(), scale),
            picture,
            left,
            top);
      }
    }
    return picture;
  }

  private static void enlarge(BufferedImage small, BufferedImage into, int left, int top) {
    for (int y = 0; y < small.getHeight() * CELL; y++) {
      for (int x = 0; x < small.getWidth() * CELL; x++) {
        into.setRGB(left + x, top + y, small.getRGB(x / CELL, y / CELL));
      }
    }
  }
}
