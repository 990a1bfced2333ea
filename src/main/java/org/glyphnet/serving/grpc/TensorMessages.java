package org.glyphnet.serving.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.glyphnet.serving.Elements;
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
    long elements = Elements.count(name, type, shape, mostBytes);
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
    ListedElements list = new ListedElements(name, type, elements, true);
    return switch (type) {
      case FP32 -> list.floats(tensor.getFloatValList());
      case FP64 -> list.doubles(tensor.getDoubleValList());
      case INT8, UINT8, INT16, UINT16, INT32 -> list.ints(tensor.getIntValList());
      case UINT32 -> list.ints(tensor.getUint32ValList());
      case INT64 -> list.longs(tensor.getInt64ValList());
      case UINT64 -> list.longs(tensor.getUint64ValList());
      case FP16, BF16 -> list.ints(tensor.getHalfValList());
      case BOOL -> list.booleans(tensor.getBoolValList());
      case BYTES -> list.texts(tensor.getStringValList());
    };
  }
}
