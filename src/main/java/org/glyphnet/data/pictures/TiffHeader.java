package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The header of a TIFF's first picture. */
final class TiffHeader {
  private static final int MOST_SAMPLES = 5;
  private static final int MOST_BITS = 64;

  /** A tile may be this much wider or higher than the picture, never more. */
  private static final int TILE_SLACK = 1024;

  private TiffHeader() {}

  static PictureHeader read(byte[] content) {
    TiffDirectory tags = TiffDirectory.first(ByteBuffer.wrap(content));
    long width = tags.number(TiffDirectory.WIDTH, 0);
    long height = tags.number(TiffDirectory.HEIGHT, 0);
    atMost("samples a pixel", tags.number(TiffDirectory.SAMPLES, 1), MOST_SAMPLES);
    atMost("bits a sample", tags.number(TiffDirectory.BITS, 1), MOST_BITS);
    atMost("columns a tile", tags.number(TiffDirectory.TILE_WIDTH, 0), width + TILE_SLACK);
    atMost("rows a tile", tags.number(TiffDirectory.TILE_HEIGHT, 0), height + TILE_SLACK);
    return PictureHeader.of(
        PictureFormat.TIFF,
        width,
        height,
        (int) tags.number(TiffDirectory.ORIENTATION, PictureHeader.UPRIGHT));
  }

  private static void atMost(String what, long found, long most) {
    if (found > most) {
      throw new HeaderException(String.format(Locale.ROOT, "it claims %,d %s", found, what));
    }
  }
}
