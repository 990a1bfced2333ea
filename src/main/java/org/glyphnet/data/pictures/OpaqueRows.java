package org.glyphnet.data.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * A picture's pixels row by row, as red, green and blue of eight bits, opaque.
 *
 * <p>Transparent parts are laid on white, or on black where what is visible is light: brighter than
 * the middle grey on average, weighed by how opaque it is. So ink on nothing stays visible, black
 * or white. The whole program has this one rule.
 */
final class OpaqueRows {
  private static final int FULL = 255;

  /** How samples are stored. */
  private enum Storage {
    GREY,
    RGB,
    CMYK,
    OTHER
  }

  private final BufferedImage image;
  private final Storage storage;
  private final int bands;
  private final int[] most;
  private final int[] samples;
  private final int[] line;

  /** What transparent parts are laid on, 0 or 255. */
  private final int under;

  OpaqueRows(BufferedImage image) {
    this.image = image;
    this.storage = storage(image);
    this.bands = image.getSampleModel().getNumBands();
    this.most = new int[bands];
    for (int band = 0; band < bands; band++) {
      most[band] = (int) ((1L << Math.min(31, image.getSampleModel().getSampleSize(band))) - 1);
    }
    this.samples = new int[image.getWidth() * bands];
    this.line = new int[image.getWidth()];
    this.under = image.getColorModel().hasAlpha() ? under() : FULL;
  }

  int height() {
    return image.getHeight();
  }

  int width() {
    return image.getWidth();
  }

  /** The pixels of a row, {@code 0xrrggbb}; valid until the next call. */
  int[] row(int y) {
    read(y);
    for (int x = 0; x < line.length; x++) {
      int alpha = line[x] >>> 24;
      line[x] = alpha == FULL ? line[x] & 0xffffff : laid(line[x], alpha);
    }
    return line;
  }

  /** Grey in 0 to 255 as ITU-R BT.601 weighs red, green and blue; grey stays what it is. */
  static int luma(int rgb) {
    int red = (rgb >> 16) & 0xff;
    int green = (rgb >> 8) & 0xff;
    return (299 * red + 587 * green + 114 * (rgb & 0xff) + 500) / 1000;
  }

  private static Storage storage(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int type = image.getRaster().getDataBuffer().getDataType();
    boolean whole =
        type == DataBuffer.TYPE_BYTE
            || type == DataBuffer.TYPE_USHORT
            || type == DataBuffer.TYPE_INT;
    if (!(model instanceof ComponentColorModel) || !whole || image.isAlphaPremultiplied()) {
      return Storage.OTHER;
    }
    return switch (model.getColorSpace().getType()) {
      // Java holds grey samples to be linear light and would brighten them: 128 becomes 188.
      case ColorSpace.TYPE_GRAY -> Storage.GREY;
      case ColorSpace.TYPE_RGB -> Storage.RGB;
      case ColorSpace.TYPE_CMYK -> Storage.CMYK;
      default -> Storage.OTHER;
    };
  }

  /** Puts a row's pixels into the line as they are stored, {@code 0xaarrggbb}. */
  private void read(int y) {
    if (storage == Storage.OTHER) {
      image.getRGB(0, y, line.length, 1, line, 0, line.length);
      return;
    }
    Raster raster = image.getRaster();
    raster.getPixels(0, y, line.length, 1, samples);
    for (int x = 0; x < line.length; x++) {
      int at = x * bands;
      line[x] =
          switch (storage) {
            case GREY -> alpha(at, 1) << 24 | sample(at, 0) * 0x10101;
            case RGB ->
                alpha(at, 3) << 24 | sample(at, 0) << 16 | sample(at, 1) << 8 | sample(at, 2);
            default -> FULL << 24 | ink(at, 0) << 16 | ink(at, 1) << 8 | ink(at, 2);
          };
    }
  }

  private int alpha(int at, int band) {
    return bands > band ? sample(at, band) : FULL;
  }

  /** One sample, brought to eight bits. */
  private int sample(int at, int band) {
    return most[band] == FULL
        ? samples[at + band]
        : (int) ((samples[at + band] * (long) FULL + most[band] / 2) / most[band]);
  }

  /** Light that cyan, magenta or yellow and black leave. */
  private int ink(int at, int band) {
    return ((FULL - sample(at, band)) * (FULL - sample(at, 3)) + FULL / 2) / FULL;
  }

  private int laid(int argb, int alpha) {
    int rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int value = (argb >> shift) & 0xff;
      int mixed = (alpha * value + (FULL - alpha) * under + FULL / 2) / FULL;
      rgb |= mixed << shift;
    }
    return rgb;
  }

  private int under() {
    long covered = 0;
    long lit = 0;
    for (int y = 0; y < height(); y++) {
      read(y);
      for (int pixel : line) {
        covered += pixel >>> 24;
        lit += (long) (pixel >>> 24) * luma(pixel);
      }
    }
    return 2 * lit > covered * FULL ? 0 : FULL;
  }
}
