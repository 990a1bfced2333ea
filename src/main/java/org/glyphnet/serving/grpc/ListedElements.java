package org.glyphnet.serving.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.TensorType;

/**
 * Elements out of a message's list in the Open Inference Protocol's binary form.
 *
 * @param name of the input, for messages
 * @param type of its elements
 * @param elements how many its shape takes
 * @param lastFills whether the last element stands for all that are missing, as in TensorFlow's
 *     tensors
 */
record ListedElements(String name, TensorType type, int elements, boolean lastFills) {
  /** Puts one element into a buffer. */
  interface Putter<T> {
    void put(ByteBuffer to, T value);
  }

  ByteBuffer floats(List<Float> values) {
    return fill(values, ByteBuffer::putFloat);
  }

  ByteBuffer doubles(List<Double> values) {
    return fill(values, ByteBuffer::putDouble);
  }

  ByteBuffer longs(List<Long> values) {
    return fill(values, ByteBuffer::putLong);
  }

  /** Whole numbers of 8, 16 or 32 bits, and floats of 16, which lists hold as 32. */
  ByteBuffer ints(List<Integer> values) {
    return switch (type.bytes()) {
      case 1 -> fill(values, (to, value) -> to.put(value.byteValue()));
      case 2 -> fill(values, (to, value) -> to.putShort(value.shortValue()));
      default -> fill(values, ByteBuffer::putInt);
    };
  }

  ByteBuffer booleans(List<Boolean> values) {
    return fill(values, (to, value) -> to.put((byte) (value ? 1 : 0)));
  }

  ByteBuffer texts(List<ByteString> values) {
    checkCount(values.size());
    long bytes = 0;
    for (int i = 0; i < elements; i++) {
      bytes += Integer.BYTES + at(values, i).size();
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw Refusal.badRequest("input '%s': its texts take %,d bytes", name, bytes);
    }
    ByteBuffer data = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      ByteString value = at(values, i);
      data.putInt(value.size()).put(value.asReadOnlyByteBuffer());
    }
    return data.flip();
  }

  private <T> ByteBuffer fill(List<T> values, Putter<T> putter) {
    checkCount(values.size());
    ByteBuffer data = ByteBuffer.allocate(elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      putter.put(data, at(values, i));
    }
    return data.flip();
  }

  private static <T> T at(List<T> values, int index) {
    return values.get(Math.min(index, values.size() - 1));
  }

  private void checkCount(int values) {
    boolean fits =
        values == elements || (lastFills && values < elements && (values > 0 || elements == 0));
    if (!fits) {
      throw Refusal.badRequest(
          "input '%s': its list has %,d values, its shape takes %,d", name, values, elements);
    }
  }
}
