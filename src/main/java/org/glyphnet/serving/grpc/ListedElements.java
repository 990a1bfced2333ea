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

  /** Texts, all of which must be there: a long one for many would be far more than was sent. */
  ByteBuffer texts(List<ByteString> values) {
    check(values.size() == elements, values.size());
    int bytes = values.stream().mapToInt(value -> Integer.BYTES + value.size()).sum();
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(value -> data.putInt(value.size()).put(value.asReadOnlyByteBuffer()));
    return data.flip();
  }

  private <T> ByteBuffer fill(List<T> values, Putter<T> putter) {
    int count = values.size();
    check(count == elements || (lastFills && count > 0 && count < elements), count);
    ByteBuffer data = ByteBuffer.allocate(elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      putter.put(data, values.get(Math.min(i, count - 1)));
    }
    return data.flip();
  }

  private void check(boolean fits, int values) {
    if (!fits) {
      throw Refusal.badRequest(
          "input '%s': its list has %,d values, its shape takes %,d", name, values, elements);
    }
  }
}
