package org.glyphnet.data.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Turns pictures upright. */
final class Upright {
  private Upright() {}

  /**
   * Turns and mirrors a picture.
   *
   * @param orientation as EXIF counts, 1 to 8: from 5 on rows and columns change places; 2, 3, 7
   *     and 8 of the stored columns, and 3, 4, 6 and 7 of the stored rows are in reverse
   * @return the picture itself when it is upright already
   */
  static BufferedImage of(BufferedImage image, int orientation) {
    if (orientation == PictureHeader.UPRIGHT) {
      return image;
    }
    boolean swapped = orientation >= 5;
    boolean columnsReversed =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean rowsReversed =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Raster from = image.getRaster();
    int width = from.getWidth();
    int height = from.getHeight();
    WritableRaster to =
        swapped
            ? from.createCompatibleWritableRaster(height, width)
            : from.createCompatibleWritableRaster(width, height);
    Object pixel = null;
    for (int y = 0; y < height; y++) {
      int row = rowsReversed ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int column = columnsReversed ? width - 1 - x : x;
        pixel = from.getDataElements(x, y, pixel);
        to.setDataElements(swapped ? row : column, swapped ? column : row, pixel);
      }
    }
    ColorModel colours = image.getColorModel();
    return new BufferedImage(colours, to, image.isAlphaPremultiplied(), null);
  }
}
