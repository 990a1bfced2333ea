package org.glyphnet.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Pictures in files, in memory, and their samples as bytes. */
public final class ImageFile {
  /** Pixels that an image may have; a small file can claim any number. */
  private static final long MOST_PIXELS = 64L << 20;

  /**
   * Pixels that a byte of a file can hold: Deflate, in PNG, makes 1,032 bytes of one, and a byte is
   * eight pixels of one bit. The other formats do less.
   */
  private static final long PIXELS_IN_A_BYTE = 8 * 1032;

  /** So many cost nothing, whoever claims them. */
  private static final long FEW_PIXELS = 1L << 20;

  private ImageFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException when it is no image, damaged, or claims more pixels than 64 Mi or than
   *     its bytes can hold
   */
  public static BufferedImage read(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(Files.newInputStream(file))) {
      return decode(in, file.toString(), most(MOST_PIXELS, Files.size(file)));
    }
  }

  /**
   * Decodes a PNG, JPEG, GIF or BMP in memory.
   *
   * @param name what an error calls it
   * @param mostPixels how many pixels it may have
   * @throws DataException when it is no image, damaged, or claims more pixels, or more than its
   *     bytes can hold
   */
  public static BufferedImage decode(byte[] encoded, String name, long mostPixels) {
    // Not ImageIO.createImageInputStream, which keeps a copy of the bytes in a temporary file.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      return decode(in, name, most(mostPixels, encoded.length));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  /** How many pixels are believed of so many bytes. */
  private static long most(long mostPixels, long bytes) {
    return Math.min(mostPixels, Math.max(FEW_PIXELS, bytes * PIXELS_IN_A_BYTE));
  }

  private static BufferedImage decode(ImageInputStream in, String name, long mostPixels)
      throws IOException {
    try {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            name + ": not an image that can be read; PNG, JPEG, GIF and BMP can");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > mostPixels) {
          throw new DataException(
              String.format(
                  Locale.ROOT,
                  "%s: claims %,d x %,d pixels; at most %,d are read of a file of its size",
                  name,
                  reader.getWidth(0),
                  reader.getHeight(0),
                  mostPixels));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (DataException | java.nio.file.FileSystemException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders meet damaged files with all kinds of exceptions.
      throw new DataException(name + ": damaged image (" + e.getMessage() + ")", e);
    }
  }

  /** Whether any pixel has red, green and blue that differ. */
  static boolean isColour(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = argb(image, x, y);
        int red = (rgb >> 16) & 0xff;
        if (red != ((rgb >> 8) & 0xff) || red != (rgb & 0xff)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Copies the samples, {@code [height, width, channels]}: 3 channels are red, green, blue; 1 is
   * grey.
   */
  public static void copy(BufferedImage image, int channels, byte[] target, int offset) {
    int at = offset;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = argb(image, x, y);
        if (channels == 1) {
          target[at++] = (byte) luma(rgb);
        } else {
          for (int channel = 0; channel < channels; channel++) {
            target[at++] = (byte) (rgb >> (16 - 8 * channel));
          }
        }
      }
    }
  }

  /** Grey in 0 to 255 as ITU-R BT.601 weighs red, green and blue; grey stays what it is. */
  static int luma(int rgb) {
    int red = (rgb >> 16) & 0xff;
    int green = (rgb >> 8) & 0xff;
    return (299 * red + 587 * green + 114 * (rgb & 0xff) + 500) / 1000;
  }

  /** The samples as they are stored: alpha, red, green, blue from the highest byte on. */
  static int argb(BufferedImage image, int x, int y) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel
        || model.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return image.getRGB(x, y);
    }
    // Java holds grey samples to be linear light, and getRGB would brighten them: 128 becomes 188.
    int alpha = model.hasAlpha() ? sample(image, x, y, 1) : 0xff;
    return alpha << 24 | sample(image, x, y, 0) * 0x10101;
  }

  /** One sample, brought to eight bits. */
  private static int sample(BufferedImage image, int x, int y, int band) {
    int most = (1 << image.getSampleModel().getSampleSize(band)) - 1;
    return Math.round(255f * image.getRaster().getSample(x, y, band) / most);
  }
}
