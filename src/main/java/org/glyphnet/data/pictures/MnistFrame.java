package org.glyphnet.data.pictures;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.glyphnet.Internal;

/**
 * Brings a picture of one digit into the form of MNIST's images: cut to the ink, scaled to fit 20 x
 * 20 pixels with its proportions kept, and moved by whole pixels until its centre of mass lies on
 * the pixel in row 14, column 14 of 28 x 28, where MNIST has it.
 *
 * <p>Steps as described by LeCun, Cortes and Burges, <a
 * href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>.
 */
@Internal
public final class MnistFrame {
  /** Height and width of a framed image. */
  public static final int SIZE = 28;

  /** Height and width of the box that the digit is scaled to fit. */
  public static final int BOX = 20;

  /** Row and column of the pixel that the centre of mass is moved to. */
  private static final int MIDDLE = SIZE / 2;

  /** Fainter than this share of the brightest pixel is paper: camera and JPEG noise is not ink. */
  private static final float FAINTEST_INK = 0.1f;

  private MnistFrame() {}

  /** Whether a picture's paper is lighter than the middle between black and white. */
  public static boolean isDarkOnLight(BufferedImage picture) {
    return Ink.isDarkOnLight(picture);
  }

  /**
   * Frames a picture of any size and colours, dark on light or light on dark.
   *
   * @return 28 * 28 bytes, row-major, 0 is paper, 255 the strongest ink; all 0 when there is no ink
   */
  public static byte[] frame(BufferedImage picture) {
    return framed(picture).samples();
  }

  /**
   * Where the framed image's edges lie in the picture, in the picture's pixels; they may lie beyond
   * it.
   *
   * @return the whole picture when there is no ink
   */
  public static Rectangle2D place(BufferedImage picture) {
    return framed(picture).place();
  }

  private static Framed framed(BufferedImage picture) {
    GreyPicture grey = GreyPicture.of(picture);
    return framed(Ink.of(grey), grey.height(), grey.width());
  }

  /** A framed image and where it comes from. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Framed(byte[] samples, Rectangle2D place) {}

  /**
   * Frames an image given as bytes.
   *
   * @param grey one byte a pixel, row-major, 0 is paper, 255 full ink
   * @return 28 * 28 bytes, row-major; all 0 when there is no ink
   * @throws IllegalArgumentException when the array does not have {@code height * width} pixels
   */
  public static byte[] frame(byte[] grey, int height, int width) {
    float[] ink = new float[grey.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (grey[i] & 0xff) / 255f;
    }
    return frame(ink, height, width);
  }

  /**
   * Frames an image given as floats.
   *
   * @param ink a value a pixel, row-major, 0 is paper, 1 full ink
   * @return 28 * 28 bytes, row-major; all 0 when there is no ink
   * @throws IllegalArgumentException when the array does not have {@code height * width} pixels
   */
  public static byte[] frame(float[] ink, int height, int width) {
    if (height < 1 || width < 1 || ink.length != (long) height * width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels need an array of %,d, found %,d",
              height,
              width,
              (long) height * width,
              ink.length));
    }
    return framed(ink, height, width).samples();
  }

  private static Framed framed(float[] ink, int height, int width) {
    InkBox box = InkBox.around(ink, height, width, FAINTEST_INK);
    if (box.isEmpty()) {
      return new Framed(new byte[SIZE * SIZE], new Rectangle2D.Double(0, 0, width, height));
    }
    double scale = (double) BOX / Math.max(box.height(), box.width());
    int rows = Math.max(1, (int) Math.round(box.height() * scale));
    int columns = Math.max(1, (int) Math.round(box.width() * scale));
    return place(shrink(ink, width, box, rows, columns), box, rows, columns);
  }

  /**
   * Averages areas: each target pixel is the mean of the source it covers, {@code [rows, columns]}.
   */
  private static float[] shrink(float[] ink, int width, InkBox box, int rows, int columns) {
    // One axis after the other: a box filter is separable, and this reads the source only once.
    float[] narrow = new float[box.height() * columns]; // [box.height, columns]
    for (int y = 0; y < box.height(); y++) {
      int row = (box.top() + y) * width + box.left();
      shrinkLine(ink, row, 1, box.width(), narrow, y * columns, 1, columns);
    }
    float[] small = new float[rows * columns];
    for (int x = 0; x < columns; x++) {
      shrinkLine(narrow, x, columns, box.height(), small, x, columns, rows);
    }
    return small;
  }

  private static void shrinkLine(
      float[] from, int start, int step, int length, float[] to, int at, int stride, int count) {
    double ratio = (double) length / count;
    for (int i = 0; i < count; i++) {
      double begin = i * ratio;
      double end = Math.min(length, begin + ratio);
      double sum = 0;
      for (int k = (int) begin; k < end; k++) {
        double covered = Math.min(end, k + 1) - Math.max(begin, k);
        sum += covered * from[start + k * step];
      }
      to[at + i * stride] = (float) (sum / ratio);
    }
  }

  /** Moves the centre of mass to the middle, as far as the frame allows without cutting. */
  private static Framed place(float[] small, InkBox box, int rows, int columns) {
    double mass = 0;
    double massY = 0;
    double massX = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        float value = small[y * columns + x];
        mass += value;
        massY += value * y;
        massX += value * x;
      }
    }
    int top = clamp((int) Math.round(MIDDLE - massY / mass), SIZE - rows);
    int left = clamp((int) Math.round(MIDDLE - massX / mass), SIZE - columns);
    byte[] framed = new byte[SIZE * SIZE];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        framed[(top + y) * SIZE + left + x] = toByte(small[y * columns + x]);
      }
    }
    double down = (double) box.height() / rows; // of the picture's pixels to one of the frame
    double across = (double) box.width() / columns;
    return new Framed(
        framed,
        new Rectangle2D.Double(
            box.left() - left * across, box.top() - top * down, SIZE * across, SIZE * down));
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(most, value));
  }

  private static byte toByte(float value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value * 255)));
  }
}
