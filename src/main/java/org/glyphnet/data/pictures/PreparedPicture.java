package org.glyphnet.data.pictures;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.ImageShape;

/** Pictures as a network's images: the one way for folders, evaluation, prediction and service. */
@Internal
public final class PreparedPicture {
  private PreparedPicture() {}

  /**
   * The samples of a picture, prepared.
   *
   * @param picture upright, of any size and colours, transparent or not
   * @return a byte a sample, {@code [height, width, channels]}
   * @throws DataException when the images have neither 1 nor 3 channels
   */
  public static byte[] samples(BufferedImage picture, ImagePreparation how) {
    ImageShape shape = how.shape();
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          "a picture has 1 channel (grey) or 3, not the " + shape.channels() + " of " + shape);
    }
    if (isFramed(picture, how)) {
      return MnistFrame.frame(picture);
    }
    OpaqueRows rows = new OpaqueRows(picture);
    return how.fit() == ImagePreparation.Fit.CROP ? cropped(rows, shape) : letterboxed(rows, shape);
  }

  /**
   * Where the edges of the image that {@link #samples} makes lie in the picture, in the picture's
   * pixels; beyond the picture where it gets bars.
   */
  public static Rectangle2D place(BufferedImage picture, ImagePreparation how) {
    if (isFramed(picture, how)) {
      return MnistFrame.place(picture);
    }
    ImageShape shape = how.shape();
    OpaqueRows rows = new OpaqueRows(picture);
    if (how.fit() == ImagePreparation.Fit.CROP) {
      Window window = Window.middle(rows, shape.height(), shape.width());
      return new Rectangle2D.Double(window.left(), window.top(), window.width(), window.height());
    }
    Inside inside = Inside.of(rows, shape);
    double down = (double) picture.getHeight() / inside.rows();
    double across = (double) picture.getWidth() / inside.columns();
    return new Rectangle2D.Double(
        -inside.left() * across,
        -inside.top() * down,
        shape.width() * across,
        shape.height() * down);
  }

  private static boolean isFramed(BufferedImage picture, ImagePreparation how) {
    ImageShape shape = how.shape();
    boolean fits = picture.getHeight() == shape.height() && picture.getWidth() == shape.width();
    return how.kind() == ImagePreparation.Kind.MNIST_FRAME
        && !(fits && !MnistFrame.isDarkOnLight(picture));
  }

  /** Whether any pixel has red, green and blue that differ. */
  public static boolean isColour(BufferedImage picture) {
    OpaqueRows rows = new OpaqueRows(picture);
    for (int y = 0; y < rows.height(); y++) {
      for (int rgb : rows.row(y)) {
        if ((rgb & 0xff) * 0x10101 != rgb) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] cropped(OpaqueRows picture, ImageShape shape) {
    Window window = Window.middle(picture, shape.height(), shape.width());
    return bytes(
        Resampler.resample(picture, window, shape.height(), shape.width(), shape.channels()));
  }

  private static byte[] letterboxed(OpaqueRows picture, ImageShape shape) {
    Inside inside = Inside.of(picture, shape);
    int rows = inside.rows();
    int columns = inside.columns();
    byte[] shown =
        bytes(Resampler.resample(picture, Window.whole(picture), rows, columns, shape.channels()));
    byte[] samples = new byte[shape.size()];
    pad(samples, edge(shown, rows, columns, shape.channels()));
    int line = columns * shape.channels();
    for (int y = 0; y < rows; y++) {
      int at = ((inside.top() + y) * shape.width() + inside.left()) * shape.channels();
      System.arraycopy(shown, y * line, samples, at, line);
    }
    return samples;
  }

  /** The place of a whole picture in an image of other proportions, in the image's pixels. */
  private record Inside(int top, int left, int rows, int columns) {
    static Inside of(OpaqueRows picture, ImageShape shape) {
      double scale =
          Math.min(
              (double) shape.height() / picture.height(), (double) shape.width() / picture.width());
      int rows = side(picture.height() * scale, shape.height());
      int columns = side(picture.width() * scale, shape.width());
      return new Inside((shape.height() - rows) / 2, (shape.width() - columns) / 2, rows, columns);
    }

    private static int side(double wanted, int most) {
      return Math.max(1, Math.min(most, (int) Math.round(wanted)));
    }
  }

  private static void pad(byte[] samples, byte[] colour) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = colour[i % colour.length];
    }
  }

  /** The median along the edge, of each channel. */
  private static byte[] edge(byte[] image, int rows, int columns, int channels) {
    byte[] colour = new byte[channels];
    for (int c = 0; c < channels; c++) {
      int[] edge = new int[2 * (rows + columns)];
      for (int x = 0; x < columns; x++) {
        edge[2 * x] = image[x * channels + c] & 0xff;
        edge[2 * x + 1] = image[((rows - 1) * columns + x) * channels + c] & 0xff;
      }
      for (int y = 0; y < rows; y++) {
        edge[2 * (columns + y)] = image[y * columns * channels + c] & 0xff;
        edge[2 * (columns + y) + 1] = image[(y * columns + columns - 1) * channels + c] & 0xff;
      }
      Arrays.sort(edge);
      colour[c] = (byte) edge[edge.length / 2];
    }
    return colour;
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
    }
    return bytes;
  }
}
