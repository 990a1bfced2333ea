package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;

/**
 * How cameras say that a picture is to be turned: tag 0x0112 of EXIF, which is a TIFF without
 * pixels. JEITA CP-3451, <a href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">Exif
 * 2.3</a>, section 4.6.4.
 */
final class ExifOrientation {
  private ExifOrientation() {}

  /** 1 to 8; 1, upright, where EXIF does not say or is damaged: it is only a remark. */
  static int of(ByteBuffer exif) {
    try {
      return (int)
          TiffDirectory.first(exif).number(TiffDirectory.ORIENTATION, PictureHeader.UPRIGHT);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | HeaderException e) {
      return PictureHeader.UPRIGHT;
    }
  }
}
