package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a WebP. Google, <a
 * href="https://developers.google.com/speed/webp/docs/riff_container">WebP Container
 * Specification</a>.
 */
final class WebpHeader {
  private static final int FIRST_CHUNK = 12;
  private static final int CONTENT = FIRST_CHUNK + 8;
  private static final int LOSSY = 0x20385056; // "VP8 "
  private static final int LOSSLESS = 0x4c385056; // "VP8L"
  private static final int EXTENDED = 0x58385056; // "VP8X"
  private static final int EXIF = 0x46495845; // "EXIF"
  private static final int FOURTEEN_BITS = 0x3fff;
  private static final int THREE_BYTES = 0xffffff;

  private WebpHeader() {}

  static PictureHeader read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int width;
    int height;
    switch (bytes.getInt(FIRST_CHUNK)) {
      case LOSSY -> {
        width = bytes.getShort(CONTENT + 6) & FOURTEEN_BITS;
        height = bytes.getShort(CONTENT + 8) & FOURTEEN_BITS;
      }
      case LOSSLESS -> {
        int sides = bytes.getInt(CONTENT + 1);
        width = 1 + (sides & FOURTEEN_BITS);
        height = 1 + (sides >>> 14 & FOURTEEN_BITS);
      }
      case EXTENDED -> {
        width = 1 + (bytes.getInt(CONTENT + 4) & THREE_BYTES);
        height = 1 + (bytes.getInt(CONTENT + 6) >>> 8);
      }
      default -> throw new HeaderException("a WebP without a picture");
    }
    return PictureHeader.of(PictureFormat.WEBP, width, height, orientation(bytes));
  }

  private static int orientation(ByteBuffer bytes) {
    long at = FIRST_CHUNK;
    while (at + 8 <= bytes.limit()) {
      long length = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
      if (bytes.getInt((int) at) == EXIF && at + 8 + length <= bytes.limit()) {
        return ExifOrientation.of(bytes.slice((int) at + 8, (int) length));
      }
      at += 8 + length + (length & 1);
    }
    return PictureHeader.UPRIGHT;
  }
}
