package org.glyphnet.serving.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.serving.Elements;
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
    long elements = Elements.count(name, type, shape, mostBytes);
    return new InferRequest.Input(
        name,
        type,
        shape,
        raw == null
            ? listed(name, type, input.getContents(), (int) elements)
            : raw(name, type, shape, raw, elements));
  }

  private static ByteBuffer raw(
      String name, TensorType type, long[] shape, ByteString raw, long elements) {
    ByteBuffer data = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    Elements.check(name, type, shape, elements, data);
    return data;
  }

  private static ByteBuffer listed(
      String name, TensorType type, InferTensorContents contents, int elements) {
    ListedElements list = new ListedElements(name, type, elements, false);
    return switch (type) {
      case BOOL -> list.booleans(contents.getBoolContentsList());
      case INT8, INT16, INT32 -> list.ints(contents.getIntContentsList());
      case INT64 -> list.longs(contents.getInt64ContentsList());
      case UINT8, UINT16, UINT32 -> list.ints(contents.getUintContentsList());
      case UINT64 -> list.longs(contents.getUint64ContentsList());
      case FP32 -> list.floats(contents.getFp32ContentsList());
      case FP64 -> list.doubles(contents.getFp64ContentsList());
      case BYTES -> list.texts(contents.getBytesContentsList());
      case FP16, BF16 ->
          throw Refusal.badRequest(
              "input '%s': %s has no list; send it in raw_input_contents", name, type);
    };
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
