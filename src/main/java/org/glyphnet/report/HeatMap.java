package org.glyphnet.report;

import java.awt.image.BufferedImage;

/**
 * Where an image speaks for a class: a number at least 0 for each pixel of the image.
 *
 * @param values {@code [height, width]}, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record HeatMap(int height, int width, float[] values) {
  /** The hottest place is this strong over the image. */
  private static final double STRONGEST = 0.75;

  private static final int RED = 0xe6;
  private static final int GREEN = 0x30;
  private static final int BLUE = 0x10;

  HeatMap {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          height + " x " + width + " places need as many values, found " + values.length);
    }
  }

  /** A coarse map on the whole image, between its places linear; centres lie on centres. */
  static HeatMap stretched(float[] coarse, int rows, int columns, int height, int width) {
    float[] values = new float[height * width];
    for (int y = 0; y < height; y++) {
      double fromY = Math.max(0, Math.min(rows - 1.0, (y + 0.5) * rows / height - 0.5));
      int top = Math.min((int) fromY, Math.max(0, rows - 2));
      int bottom = Math.min(top + 1, rows - 1);
      double down = fromY - top;
      for (int x = 0; x < width; x++) {
        double fromX = Math.max(0, Math.min(columns - 1.0, (x + 0.5) * columns / width - 0.5));
        int left = Math.min((int) fromX, Math.max(0, columns - 2));
        int right = Math.min(left + 1, columns - 1);
        double across = fromX - left;
        double upper =
            (1 - across) * coarse[top * columns + left] + across * coarse[top * columns + right];
        double lower =
            (1 - across) * coarse[bottom * columns + left]
                + across * coarse[bottom * columns + right];
        values[y * width + x] = (float) ((1 - down) * upper + down * lower);
      }
    }
    return new HeatMap(height, width, values);
  }

  /** The image in grey with the heat over it in red, on the scale of the hottest place. */
  BufferedImage over(BufferedImage image) {
    float hottest = 0;
    for (float value : values) {
      hottest = Math.max(hottest, value);
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int grey = grey(image, x, y);
        double share = hottest > 0 ? STRONGEST * values[y * width + x] / hottest : 0;
        picture.setRGB(
            x,
            y,
            mixed(grey, RED, share) << 16
                | mixed(grey, GREEN, share) << 8
                | mixed(grey, BLUE, share));
      }
    }
    return picture;
  }

  /** The samples themselves where the image is grey: getRGB would convert between grey scales. */
  private static int grey(BufferedImage image, int x, int y) {
    if (image.getRaster().getNumBands() == 1) {
      return image.getRaster().getSample(x, y, 0);
    }
    int rgb = image.getRGB(x, y);
    return (int)
        Math.round(0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff));
  }

  private static int mixed(int below, int above, double share) {
    return (int) Math.round(below + share * (above - below));
  }
}
