package org.glyphnet.saving;

import java.nio.ByteBuffer;

/** Numbers of seven bits a byte, lowest first, as LevelDB, Snappy and protobuf store them. */
final class Varint {
  private static final int MOST_BITS = 35;

  private Varint() {}

  /**
   * Reads one.
   *
   * @return 0 to 2<sup>31</sup> - 1
   * @throws IllegalArgumentException for a larger one
   * @throws java.nio.BufferUnderflowException when the bytes end within it
   */
  static int read(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < MOST_BITS; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0 && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    }
    throw new IllegalArgumentException("a number in it is too large");
  }
}
