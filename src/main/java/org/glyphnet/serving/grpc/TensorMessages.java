package org.glyphnet.serving.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.glyphnet.serving.InferAnswer;
import org.glyphnet.serving.InferRequest;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.TensorType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * TensorFlow's tensors as messages. Elements stand in {@code tensor_content}, little-endian, or in
 * the list of their type, whose last one stands for all that are missing.
 */
final class TensorMessages {
  private TensorMessages() {}

  /**
   * Reads a tensor.
   *
   * @param name of the input
   * @param mostBytes that its elements may take
   * @throws Refusal with status 400 when shape and elements do not fit together, and for types that
   *     no model takes
   */
  static InferRequest.Input read(String name, TensorProto tensor, long mostBytes) {
    TensorType type =
        TensorType.of(tensor.getDtype())
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "input '%s': a tensor of type %s cannot be taken",
                        name, tensor.getDtype()));
    long[] shape = shape(name, tensor.getTensorShape());
    long elements = elements(name, shape, Math.max(1, type.bytes()), mostBytes);
    ByteBuffer data =
        tensor.getTensorContent().isEmpty()
            ? listed(name, type, tensor, (int) elements)
            : content(name, type, tensor.getTensorContent(), elements);
    return new InferRequest.Input(name, type, shape, data);
  }

  /** Writes a tensor, its elements in the list of its type, as TensorFlow Serving does. */
  static TensorProto write(InferAnswer.Output output) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : output.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(output.type().tensorFlow()).setTensorShape(shape);
    ByteBuffer elements = output.elements();
    switch (output.type()) {
      case FP32 -> {
        while (elements.hasRemaining()) {
          tensor.addFloatVal(elements.getFloat());
        }
      }
      case INT64 -> {
        while (elements.hasRemaining()) {
          tensor.addInt64Val(elements.getLong());
        }
      }
      default -> tensor.setTensorContent(ByteString.copyFrom(elements));
    }
    return tensor.build();
  }

  private static long[] shape(String name, TensorShapeProto shape) {
    if (shape.getUnknownRank()) {
      throw Refusal.badRequest("input '%s': its shape is not known", name);
    }
    return shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
  }

  /** How many elements a shape has. */
  static long elements(String name, long[] shape, int bytes, long mostBytes) {
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw Refusal.badRequest("input '%s': a dimension is %d, below 0", name, size);
      }
      if (size > 0 && elements > mostBytes / bytes / size) {
        throw Refusal.badRequest(
            "input '%s': %s is more than fits into a message of %,d bytes",
            name, java.util.Arrays.toString(shape), mostBytes);
      }
      elements *= size;
    }
    return elements;
  }

  private static ByteBuffer content(
      String name, TensorType type, ByteString content, long elements) {
    if (type == TensorType.BYTES || content.size() != elements * type.bytes()) {
      throw Refusal.badRequest(
          "input '%s': tensor_content has %,d bytes, its shape takes %,d of %s",
          name, content.size(), elements * type.bytes(), type);
    }
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer listed(String name, TensorType type, TensorProto tensor, int elements) {
    return switch (type) {
      case FP32 -> fill(name, tensor.getFloatValList(), elements, 4, ByteBuffer::putFloat);
      case FP64 -> fill(name, tensor.getDoubleValList(), elements, 8, ByteBuffer::putDouble);
      case INT32 -> fill(name, tensor.getIntValList(), elements, 4, ByteBuffer::putInt);
      case INT16, UINT16 ->
          fill(
              name,
              tensor.getIntValList(),
              elements,
              2,
              (to, value) -> to.putShort(value.shortValue()));
      case INT8, UINT8 ->
          fill(name, tensor.getIntValList(), elements, 1, (to, value) -> to.put(value.byteValue()));
      case INT64 -> fill(name, tensor.getInt64ValList(), elements, 8, ByteBuffer::putLong);
      case UINT32 -> fill(name, tensor.getUint32ValList(), elements, 4, ByteBuffer::putInt);
      case UINT64 -> fill(name, tensor.getUint64ValList(), elements, 8, ByteBuffer::putLong);
      case BOOL ->
          fill(
              name,
              tensor.getBoolValList(),
              elements,
              1,
              (to, value) -> to.put((byte) (value ? 1 : 0)));
      case FP16, BF16 ->
          fill(
              name,
              tensor.getHalfValList(),
              elements,
              2,
              (to, value) -> to.putShort(value.shortValue()));
      case BYTES -> texts(name, tensor.getStringValList(), elements);
    };
  }

  /** Puts one element into a buffer. */
  private interface Putter<T> {
    void put(ByteBuffer to, T value);
  }

  private static <T> ByteBuffer fill(
      String name, List<T> values, int elements, int bytes, Putter<T> putter) {
    checkCount(name, values.size(), elements);
    ByteBuffer data = ByteBuffer.allocate(elements * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      putter.put(data, values.get(Math.min(i, values.size() - 1)));
    }
    return data.flip();
  }

  private static ByteBuffer texts(String name, List<ByteString> values, int elements) {
    if (values.size() != elements) {
      throw count(name, values.size(), elements);
    }
    int bytes = values.stream().mapToInt(value -> Integer.BYTES + value.size()).sum();
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(value -> data.putInt(value.size()).put(value.asReadOnlyByteBuffer()));
    return data.flip();
  }

  private static void checkCount(String name, int values, int elements) {
    if (values > elements || (values == 0 && elements > 0)) {
      throw count(name, values, elements);
    }
  }

  private static Refusal count(String name, int values, int elements) {
    return Refusal.badRequest(
        "input '%s': the tensor has %,d values, its shape takes %,d", name, values, elements);
  }
}
