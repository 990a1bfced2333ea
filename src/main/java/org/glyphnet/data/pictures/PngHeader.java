package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;

/**
 * The header of a PNG, and its eXIf chunk where it has one: W3C, <a
 * href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>.
 */
final class PngHeader {
  private static final int SIGNATURE = 8;

  /** Length, type and checksum of a chunk. */
  private static final int CHUNK_FRAME = 12;

  private static final int IHDR = 0x49484452;
  private static final int EXIF = 0x65584966;

  private PngHeader() {}

  static PictureHeader read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (bytes.getInt(SIGNATURE + 4) != IHDR) {
      throw new HeaderException("a PNG without a header");
    }
    long width = Integer.toUnsignedLong(bytes.getInt(SIGNATURE + 8));
    long height = Integer.toUnsignedLong(bytes.getInt(SIGNATURE + 12));
    return PictureHeader.of(PictureFormat.PNG, width, height, orientation(bytes));
  }

  private static int orientation(ByteBuffer bytes) {
    long at = SIGNATURE;
    while (at + CHUNK_FRAME <= bytes.limit()) {
      long length = Integer.toUnsignedLong(bytes.getInt((int) at));
      int type = bytes.getInt((int) at + 4);
      if (type == EXIF && at + 8 + length <= bytes.limit()) {
        return ExifOrientation.of(bytes.slice((int) at + 8, (int) length));
      }
      at += CHUNK_FRAME + length;
    }
    return PictureHeader.UPRIGHT;
  }
}
