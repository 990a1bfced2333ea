package org.glyphnet.serving.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.serving.InferAnswer;
import org.glyphnet.serving.InferRequest;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.TensorType;
import org.glyphnet.serving.grpc.inference.InferTensorContents;
import org.glyphnet.serving.grpc.inference.ModelInferRequest;
import org.glyphnet.serving.grpc.inference.ModelInferRequest.InferInputTensor;
import org.glyphnet.serving.grpc.inference.ModelInferResponse;

/** The Open Inference Protocol's tensors as messages. */
final class InferMessages {
  private InferMessages() {}

  /**
   * Reads the inputs of a request.
   *
   * @param mostBytes that the elements of one may take
   * @throws Refusal with status 400 when shapes and elements do not fit together
   */
  static List<InferRequest.Input> inputs(ModelInferRequest request, long mostBytes) {
    List<ByteString> raw = request.getRawInputContentsList();
    if (!raw.isEmpty() && raw.size() != request.getInputsCount()) {
      throw Refusal.badRequest(
          "raw_input_contents has %d entries for %d inputs", raw.size(), request.getInputsCount());
    }
    List<InferRequest.Input> inputs = new ArrayList<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      if (!raw.isEmpty() && input.hasContents()) {
        throw Refusal.badRequest(
            "input '%s': contents beside raw_input_contents; a request has one of them",
            input.getName());
      }
      inputs.add(input(input, raw.isEmpty() ? null : raw.get(i), mostBytes));
    }
    return inputs;
  }

  private static InferRequest.Input input(InferInputTensor input, ByteString raw, long mostBytes) {
    String name = input.getName();
    TensorType type =
        TensorType.of(input.getDatatype())
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "input '%s': datatype '%s' is not known; it is one of %s",
                        name, input.getDatatype(), Arrays.toString(TensorType.values())));
    long[] shape = input.getShapeList().stream().mapToLong(Long::longValue).toArray();
    long elements = TensorMessages.elements(name, shape, Math.max(1, type.bytes()), mostBytes);
    return new InferRequest.Input(
        name,
        type,
        shape,
        raw == null
            ? listed(name, type, input.getContents(), (int) elements)
            : raw(name, type, raw, elements));
  }

  private static ByteBuffer raw(String name, TensorType type, ByteString raw, long elements) {
    ByteBuffer data = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (type == TensorType.BYTES
        ? !isTexts(data.duplicate(), elements)
        : raw.size() != elements * type.bytes()) {
      throw Refusal.badRequest(
          "input '%s': %,d bytes in raw_input_contents are not the %,d elements of %s that its shape"
              + " takes",
          name, raw.size(), elements, type);
    }
    return data;
  }

  /** Each after its length in four bytes, and nothing behind the last. */
  private static boolean isTexts(ByteBuffer data, long elements) {
    ByteBuffer left = data.order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < elements; i++) {
      if (left.remaining() < Integer.BYTES) {
        return false;
      }
      int length = left.getInt();
      if (length < 0 || length > left.remaining()) {
        return false;
      }
      left.position(left.position() + length);
    }
    return !left.hasRemaining();
  }

  private static ByteBuffer listed(
      String name, TensorType type, InferTensorContents contents, int elements) {
    return switch (type) {
      case BOOL ->
          fill(
              name,
              contents.getBoolContentsList(),
              elements,
              1,
              (to, value) -> to.put((byte) (value ? 1 : 0)));
      case INT8 ->
          fill(
              name,
              contents.getIntContentsList(),
              elements,
              1,
              (to, value) -> to.put(value.byteValue()));
      case INT16 ->
          fill(
              name,
              contents.getIntContentsList(),
              elements,
              2,
              (to, value) -> to.putShort(value.shortValue()));
      case INT32 -> fill(name, contents.getIntContentsList(), elements, 4, ByteBuffer::putInt);
      case INT64 -> fill(name, contents.getInt64ContentsList(), elements, 8, ByteBuffer::putLong);
      case UINT8 ->
          fill(
              name,
              contents.getUintContentsList(),
              elements,
              1,
              (to, value) -> to.put(value.byteValue()));
      case UINT16 ->
          fill(
              name,
              contents.getUintContentsList(),
              elements,
              2,
              (to, value) -> to.putShort(value.shortValue()));
      case UINT32 -> fill(name, contents.getUintContentsList(), elements, 4, ByteBuffer::putInt);
      case UINT64 -> fill(name, contents.getUint64ContentsList(), elements, 8, ByteBuffer::putLong);
      case FP32 -> fill(name, contents.getFp32ContentsList(), elements, 4, ByteBuffer::putFloat);
      case FP64 -> fill(name, contents.getFp64ContentsList(), elements, 8, ByteBuffer::putDouble);
      case BYTES -> texts(name, contents.getBytesContentsList(), elements);
      case FP16, BF16 ->
          throw Refusal.badRequest(
              "input '%s': %s has no list; send it in raw_input_contents", name, type);
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
    values.forEach(value -> putter.put(data, value));
    return data.flip();
  }

  private static ByteBuffer texts(String name, List<ByteString> values, int elements) {
    checkCount(name, values.size(), elements);
    int bytes = values.stream().mapToInt(value -> Integer.BYTES + value.size()).sum();
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(value -> data.putInt(value.size()).put(value.asReadOnlyByteBuffer()));
    return data.flip();
  }

  private static void checkCount(String name, int values, int elements) {
    if (values != elements) {
      throw Refusal.badRequest(
          "input '%s': contents has %,d values, its shape takes %,d", name, values, elements);
    }
  }

  /** Adds an output, its elements among {@code raw_output_contents}. */
  static void add(ModelInferResponse.Builder response, InferAnswer.Output output) {
    response.addOutputs(
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName(output.name())
            .setDatatype(output.type().name())
            .addAllShape(Arrays.stream(output.shape()).boxed().toList()));
    response.addRawOutputContents(ByteString.copyFrom(output.elements()));
  }
}
