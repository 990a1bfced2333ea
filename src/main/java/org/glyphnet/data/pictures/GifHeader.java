package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a GIF and of its first picture. CompuServe, <a
 * href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">Graphics Interchange Format 89a</a>.
 */
final class GifHeader {
  /**
   * Bytes of comments and extensions before the first picture that are let pass: Java's decoder
   * takes time in proportion to their square.
   */
  private static final int MOST_EXTENSION_BYTES = 256 << 10;

  private static final int SCREEN_FLAGS = 10;
  private static final int FIRST_BLOCK = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;

  private GifHeader() {}

  static PictureHeader read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int flags = bytes.get(SCREEN_FLAGS) & 0xff;
    int at = FIRST_BLOCK + ((flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7)));
    int start = at;
    while ((bytes.get(at) & 0xff) == EXTENSION) {
      at += 2;
      for (int size = bytes.get(at) & 0xff; size > 0; size = bytes.get(at) & 0xff) {
        at += 1 + size;
        if (at - start > MOST_EXTENSION_BYTES) {
          throw new HeaderException(
              "more than " + MOST_EXTENSION_BYTES + " bytes of comments before the picture");
        }
      }
      at++;
    }
    if ((bytes.get(at) & 0xff) != IMAGE) {
      throw new HeaderException("a GIF without a picture");
    }
    return PictureHeader.of(
        PictureFormat.GIF,
        bytes.getShort(at + 5) & 0xffff,
        bytes.getShort(at + 7) & 0xffff,
        PictureHeader.UPRIGHT);
  }
}
