package org.glyphnet.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** One image file as bytes. */
final class ImageFile {
  /** Pixels that an image may have; a small file can claim any number. */
  private static final long MOST_PIXELS = 64L << 20;

  private ImageFile() {}

  /**
   * Decodes a file.
   *
   * @throws DataException when it is no image, damaged, or claims more than 64 Mi pixels
   */
  static BufferedImage read(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(Files.newInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            file + ": not an image that can be read; PNG, JPEG, GIF and BMP can");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MOST_PIXELS) {
          throw new DataException(
              String.format(
                  "%s: claims %,d x %,d pixels; at most %,d are read",
                  file, reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (DataException | java.nio.file.FileSystemException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders meet damaged files with all kinds of exceptions.
      throw new DataException(file + ": damaged image (" + e.getMessage() + ")", e);
    }
  }

  /** Whether any pixel has red, green and blue that differ. */
  static boolean isColour(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = rgb(image, x, y);
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
   * red of a grey image.
   */
  static void copy(BufferedImage image, int channels, byte[] target, int offset) {
    int at = offset;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = rgb(image, x, y);
        for (int channel = 0; channel < channels; channel++) {
          target[at++] = (byte) (rgb >> (16 - 8 * channel));
        }
      }
    }
  }

  /** The samples as they are stored. */
  private static int rgb(BufferedImage image, int x, int y) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel
        || model.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return image.getRGB(x, y);
    }
    // Java holds grey samples to be linear light, and getRGB would brighten them: 128 becomes 188.
    int most = (1 << image.getSampleModel().getSampleSize(0)) - 1;
    int grey = Math.round(255f * image.getRaster().getSample(x, y, 0) / most);
    return 0xff000000 | grey * 0x10101;
  }
}
