package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.glyphnet.Internal;

/** What a tensor's shape says about its elements, in the Open Inference Protocol's binary form. */
@Internal
public final class Elements {
  private Elements() {}

  /**
   * How many a shape has.
   *
   * @param name of the input, for messages
   * @param mostBytes that they may take
   * @throws Refusal with status 400 for dimensions below 0, and when they would take more
   */
  public static long count(String name, TensorType type, long[] shape, long mostBytes) {
    long most = mostBytes / Math.max(1, type.bytes());
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw Refusal.badRequest("input '%s': a dimension is %d, below 0", name, size);
      }
      if (size > 0 && elements > most / size) {
        throw Refusal.badRequest(
            "input '%s': shape %s is too large: a tensor has at most %,d bytes",
            name, Arrays.toString(shape), mostBytes);
      }
      elements *= size;
    }
    return elements;
  }

  /**
   * Checks that bytes are the elements of a shape.
   *
   * @param elements how many it has
   * @param data little-endian; stays where it is
   * @throws Refusal with status 400 when they are not
   */
  public static void check(
      String name, TensorType type, long[] shape, long elements, ByteBuffer data) {
    if (type == TensorType.BYTES) {
      if (!areTexts(data.duplicate().order(data.order()), elements)) {
        throw Refusal.badRequest(
            "input '%s': its binary data is not %,d elements, each after its length in four bytes",
            name, elements);
      }
    } else if (data.remaining() != elements * type.bytes()) {
      throw Refusal.badRequest(
          "input '%s': shape %s of %s takes %d bytes, found %d",
          name, Arrays.toString(shape), type, elements * type.bytes(), data.remaining());
    }
  }

  /** Each after its length, and nothing behind the last. */
  private static boolean areTexts(ByteBuffer data, long elements) {
    for (long left = elements; left > 0; left--) {
      if (data.remaining() < Integer.BYTES) {
        return false;
      }
      long length = Integer.toUnsignedLong(data.getInt());
      if (length > data.remaining()) {
        return false;
      }
      data.position(data.position() + (int) length);
    }
    return !data.hasRemaining();
  }
}
