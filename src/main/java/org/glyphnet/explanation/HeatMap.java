package org.glyphnet.explanation;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Where an image speaks for a class: a number at least 0 for each pixel of the image. Immutable but
 * for its array, which is shared, not copied: nobody changes it.
 *
 * @param values {@code [height, width]}, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record HeatMap(int height, int width, float[] values) {
  /** The hottest place is this strong over the image. */
  private static final double STRONGEST = 0.75;

  private static final int RED = 0xe6;
  private static final int GREEN = 0x30;
  private static final int BLUE = 0x10;

  public HeatMap {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          height + " x " + width + " places need as many values, found " + values.length);
    }
  }

  /** A coarse map on the whole image, between its places linear; centres lie on centres. */
  static HeatMap stretched(float[] coarse, int rows, int columns, int height, int width) {
    float[] values = new float[height * width];
    for (int y = 0; y < height; y++) {
      double row = (y + 0.5) * rows / height - 0.5;
      for (int x = 0; x < width; x++) {
        double column = (x + 0.5) * columns / width - 0.5;
        values[y * width + x] = (float) between(coarse, rows, columns, row, column);
      }
    }
    return new HeatMap(height, width, values);
  }

  /** The value at a place between the centres of four, linear; beyond the outermost, theirs. */
  private static double between(float[] coarse, int rows, int columns, double row, double column) {
    double fromY = Math.max(0, Math.min(rows - 1.0, row));
    int top = Math.min((int) fromY, Math.max(0, rows - 2));
    int bottom = Math.min(top + 1, rows - 1);
    double down = fromY - top;
    double fromX = Math.max(0, Math.min(columns - 1.0, column));
    int left = Math.min((int) fromX, Math.max(0, columns - 2));
    int right = Math.min(left + 1, columns - 1);
    double across = fromX - left;
    double upper =
        (1 - across) * coarse[top * columns + left] + across * coarse[top * columns + right];
    double lower =
        (1 - across) * coarse[bottom * columns + left] + across * coarse[bottom * columns + right];
    return (1 - down) * upper + down * lower;
  }

  /**
   * The same on a larger picture, of which the image is a part.
   *
   * @param place of the image in the picture, in the picture's pixels; it may reach beyond
   * @param pictureHeight of the picture
   * @param pictureWidth of the picture
   * @return of the picture's size; 0 outside the image
   */
  public HeatMap on(Rectangle2D place, int pictureHeight, int pictureWidth) {
    float[] all = new float[pictureHeight * pictureWidth];
    for (int y = 0; y < pictureHeight; y++) {
      double row = (y + 0.5 - place.getY()) * height / place.getHeight() - 0.5;
      for (int x = 0; x < pictureWidth; x++) {
        double column = (x + 0.5 - place.getX()) * width / place.getWidth() - 0.5;
        if (place.contains(x + 0.5, y + 0.5)) {
          all[y * pictureWidth + x] = (float) between(values, height, width, row, column);
        }
      }
    }
    return new HeatMap(pictureHeight, pictureWidth, all);
  }

  /**
   * As bytes, row-major: 255 the hottest place, 0 where nothing speaks for the class.
   *
   * @return {@code [height, width]}
   */
  public byte[] toBytes() {
    float hottest = Math.max(hottest(), Float.MIN_NORMAL);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * values[i] / hottest);
    }
    return bytes;
  }

  /** The largest value. */
  public float hottest() {
    float hottest = 0;
    for (float value : values) {
      hottest = Math.max(hottest, value);
    }
    return hottest;
  }

  /**
   * The smallest rectangle that holds the hottest pixels.
   *
   * @param share of all pixels, above 0 and up to 1
   * @return in pixels; empty where nothing is above 0
   */
  public Rectangle hottest(double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = Math.max(1, (int) Math.round(share * sorted.length));
    float least = Math.max(sorted[sorted.length - count], Float.MIN_VALUE);
    Rectangle box = null;
    for (int i = 0; i < values.length; i++) {
      if (values[i] >= least) {
        Rectangle pixel = new Rectangle(i % width, i / width, 1, 1);
        box = box == null ? pixel : box.union(pixel);
      }
    }
    return box == null ? new Rectangle() : box;
  }

  /** The image in grey with the heat over it in red, on the scale of the hottest place. */
  public BufferedImage over(BufferedImage image) {
    float hottest = hottest();
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
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
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
