package org.glyphnet.data.pictures;

import java.nio.ByteBuffer;

/**
 * The headers of a JPEG: size, number of scans, and orientation in an EXIF segment. ITU-T T.81, <a
 * href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">Digital compression and coding of
 * continuous-tone still images</a>, annex B.
 */
final class JpegHeader {
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int EXIF_SEGMENT = 0xe1;
  private static final long EXIF = 0x457869660000L; // "Exif", 0, 0

  private final ByteBuffer bytes;
  private int at = 2; // after the start of image
  private int width;
  private int height;
  private int orientation = PictureHeader.UPRIGHT;
  private int scans;
  private boolean ends;

  private JpegHeader(byte[] content) {
    bytes = ByteBuffer.wrap(content);
  }

  static PictureHeader read(byte[] content) {
    JpegHeader header = new JpegHeader(content);
    header.walk();
    if (header.width == 0 || header.height == 0) {
      throw new HeaderException("a JPEG that does not say its size");
    }
    return new PictureHeader(
        PictureFormat.JPEG,
        header.width,
        header.height,
        header.orientation,
        header.scans,
        header.ends);
  }

  private void walk() {
    for (int marker = nextMarker(); marker > 0; marker = nextMarker()) {
      if (marker == END_OF_IMAGE) {
        ends = true;
        return;
      }
      if (isAlone(marker)) {
        continue;
      }
      if (at + 2 > bytes.limit()) {
        return; // cut short; the decoder meets that
      }
      int length = bytes.getShort(at) & 0xffff;
      segment(marker, at + 2, Math.max(0, Math.min(length - 2, bytes.limit() - at - 2)));
      at += Math.max(2, length);
    }
  }

  private void segment(int marker, int start, int length) {
    if (marker == START_OF_SCAN) {
      scans++;
    } else if (isFrame(marker) && width == 0) {
      height = bytes.getShort(start + 1) & 0xffff;
      width = bytes.getShort(start + 3) & 0xffff;
    } else if (marker == EXIF_SEGMENT && length > 6 && bytes.getLong(start) >>> 16 == EXIF) {
      orientation = ExifOrientation.of(bytes.slice(start + 6, length - 6));
    }
  }

  /** Moves behind the next marker, over the coded pixels of a scan too; -1 at the end. */
  private int nextMarker() {
    for (; at + 1 < bytes.limit(); at++) {
      int value = bytes.get(at + 1) & 0xff;
      // 0 after 0xff is a coded byte; 0xff fills.
      if (bytes.get(at) == (byte) 0xff && value != 0 && value != 0xff) {
        at += 2;
        return value;
      }
    }
    return -1;
  }

  /** Restarts and the like, which no length follows. */
  private static boolean isAlone(int marker) {
    return marker == 1 || (marker >= 0xd0 && marker <= 0xd8);
  }

  /** Start of a frame; 0xc4, 0xc8 and 0xcc are tables. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
