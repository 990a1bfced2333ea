package org.glyphnet.saving;

import java.nio.ByteBuffer;

/**
 * Decompresses Snappy's raw format (google/snappy, {@code format_description.txt}): the length,
 * then elements that are either bytes as they are or copies of bytes that came before.
 */
final class Snappy {
  private static final int LITERAL = 0;
  private static final int NEAR_COPY = 1;
  private static final int COPY = 2;

  /** Literals up to this length have it in their tag; above, it follows in 1 to 4 bytes. */
  private static final int LONGEST_IN_TAG = 60;

  /**
   * An element of 3 bytes gives 64 at most: nothing can be longer than this many times its form.
   */
  private static final int MOST_EXPANSION = 24;

  private final ByteBuffer in;
  private final byte[] out;
  private int at;

  private Snappy(ByteBuffer in, int length) {
    this.in = in;
    this.out = new byte[length];
  }

  /**
   * Decompresses a block.
   *
   * @param compressed from its position to its limit
   * @throws IllegalArgumentException when it is damaged
   * @throws java.nio.BufferUnderflowException when it ends early
   */
  static byte[] decompress(ByteBuffer compressed) {
    ByteBuffer in = compressed.duplicate();
    long length = Varint.read(in);
    if (length > (long) MOST_EXPANSION * in.remaining() + LONGEST_IN_TAG) {
      throw new IllegalArgumentException("it claims more bytes than it can hold");
    }
    Snappy block = new Snappy(in, (int) length);
    while (in.hasRemaining()) {
      block.element();
    }
    if (block.at != length) {
      throw new IllegalArgumentException("it is shorter than it says");
    }
    return block.out;
  }

  private void element() {
    int tag = in.get() & 0xff;
    switch (tag & 3) {
      case LITERAL -> literal(tag >> 2);
      case NEAR_COPY -> copy(4 + ((tag >> 2) & 7), (tag >> 5) << 8 | (in.get() & 0xff));
      case COPY -> copy(1 + (tag >> 2), little(2));
      default -> copy(1 + (tag >> 2), little(4));
    }
  }

  private void literal(int code) {
    long length = 1L + (code < LONGEST_IN_TAG ? code : little(code - LONGEST_IN_TAG + 1));
    if (length > out.length - at || length > in.remaining()) {
      throw new IllegalArgumentException("a literal is longer than the block");
    }
    in.get(out, at, (int) length);
    at += (int) length;
  }

  /** The copy may reach into what it writes itself: so runs are stored. */
  private void copy(int length, long back) {
    if (back < 1 || back > at || length > out.length - at) {
      throw new IllegalArgumentException("a copy reaches out of the block");
    }
    for (int i = 0; i < length; i++, at++) {
      out[at] = out[at - (int) back];
    }
  }

  private long little(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xffL) << (8 * i);
    }
    return value;
  }
}
