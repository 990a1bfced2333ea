package org.glyphnet.files;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum that LevelDB, TFRecord files and TensorFlow's checkpoints store: a CRC-32C, rotated
 * and shifted, because the CRC of data that holds its own CRC is weak (LevelDB, {@code
 * util/crc32c.h}).
 */
public final class MaskedCrc32c {
  private static final int ROTATION = 15;
  private static final int DELTA = 0xa282ead8;

  private MaskedCrc32c() {}

  /** Of the bytes from the buffer's position to its limit; the position moves to the limit. */
  public static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return mask(crc);
  }

  /** Of what a CRC has been updated with so far. */
  public static int mask(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
  }
}
