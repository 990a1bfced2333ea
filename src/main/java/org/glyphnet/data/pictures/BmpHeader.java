package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The header of a BMP, and whether its pixels can be in the file. Microsoft, <a
 * href="https://learn.microsoft.com/windows/win32/gdi/bitmap-storage">Bitmap Storage</a>.
 */
final class BmpHeader {
  private static final int INFO = 14;

  /** Of OS/2's first version, with sides of 16 bits. */
  private static final int CORE_SIZE = 12;

  private static final int LARGEST_INFO = 124;
  private static final int MOST_COLOURS = 256;

  /** Compressions 0 to 3 are none, two run lengths and bit fields; others wrap a JPEG or PNG. */
  private static final int BIT_FIELDS = 3;

  private BmpHeader() {}

  static PictureHeader read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int infoSize = bytes.getInt(INFO);
    if (infoSize == CORE_SIZE) {
      int width = bytes.getShort(INFO + 4) & 0xffff;
      int height = bytes.getShort(INFO + 6) & 0xffff;
      check(bytes, width, height, bytes.getShort(INFO + 10) & 0xffff);
      return PictureHeader.of(PictureFormat.BMP, width, height, PictureHeader.UPRIGHT);
    }
    if (infoSize < 40 || infoSize > LARGEST_INFO) {
      throw new HeaderException("a BMP header of " + Integer.toUnsignedString(infoSize) + " bytes");
    }
    long width = bytes.getInt(INFO + 4);
    long height = Math.abs((long) bytes.getInt(INFO + 8)); // negative: the first row is on top
    int compression = bytes.getInt(INFO + 16);
    if (compression < 0 || compression > BIT_FIELDS) {
      throw new HeaderException("a BMP that wraps another format");
    }
    int bits = bytes.getShort(INFO + 14) & 0xffff;
    int colours = bytes.getInt(INFO + 32);
    if (bits <= 8 && (colours < 0 || colours > MOST_COLOURS)) {
      throw new HeaderException("a palette of " + Integer.toUnsignedString(colours) + " colours");
    }
    if (compression == 0 || compression == BIT_FIELDS) {
      check(bytes, width, height, bits);
    }
    return PictureHeader.of(PictureFormat.BMP, width, height, PictureHeader.UPRIGHT);
  }

  /** Pixels that are stored as they are take a known number of bytes. */
  private static void check(ByteBuffer bytes, long width, long height, int bits) {
    long offset = Integer.toUnsignedLong(bytes.getInt(10));
    long row = (width * bits + 31) / 32 * 4;
    if (offset > bytes.limit() || row * (height - 1) > bytes.limit() - offset) {
      throw new HeaderException(
          String.format(
              Locale.ROOT,
              "its %,d bytes cannot hold %,d x %,d pixels",
              bytes.limit(),
              width,
              height));
    }
  }
}
