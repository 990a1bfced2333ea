package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers of the Open Inference Protocol, in JSON or with binary data after it. */
final class InferReply {
  /** Where the JSON object ends and binary data begins. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final InferAnswer answer;

  /** Those that are sent as binary data. */
  private final List<InferAnswer.Output> binary;

  private InferReply(InferAnswer answer, List<InferAnswer.Output> binary) {
    this.answer = answer;
    this.binary = binary;
  }

  /** The answer to a request, in the form in which it asks for each output. */
  static Reply of(InferRequest request, InferAnswer answer) {
    Map<String, Optional<Boolean>> forms =
        request.outputs().stream()
            .collect(Collectors.toMap(InferRequest.Output::name, InferRequest.Output::binary));
    return new InferReply(
            answer,
            answer.outputs().stream()
                .filter(
                    output ->
                        forms
                            .getOrDefault(output.name(), Optional.empty())
                            .orElse(request.binary()))
                .toList())
        .reply();
  }

  private Reply reply() {
    Reply json = Reply.json(this::write);
    if (binary.isEmpty()) {
      return json;
    }
    int jsonBytes = json.body().length;
    int bytes = binary.stream().mapToInt(output -> output.data().remaining()).sum();
    byte[] body = Arrays.copyOf(json.body(), jsonBytes + bytes);
    ByteBuffer after = ByteBuffer.wrap(body, jsonBytes, bytes);
    binary.forEach(output -> after.put(output.elements()));
    return new Reply(
        Reply.OK,
        "application/octet-stream",
        body,
        Map.of(JSON_LENGTH, Integer.toString(jsonBytes)));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("model_name", answer.model());
    json.writeStringField("model_version", Long.toString(answer.version()));
    if (answer.id().isPresent()) {
      json.writeStringField("id", answer.id().get());
    }
    json.writeArrayFieldStart("outputs");
    for (InferAnswer.Output output : answer.outputs()) {
      write(json, output);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, InferAnswer.Output output) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", output.type().name());
    json.writeFieldName("shape");
    json.writeArray(output.shape(), 0, output.shape().length);
    if (binary.contains(output)) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", output.data().remaining());
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      ByteBuffer elements = output.elements();
      while (elements.hasRemaining()) {
        element(json, output.type(), elements);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void element(JsonGenerator json, TensorType type, ByteBuffer elements)
      throws IOException {
    switch (type) {
      case FP32 -> json.writeNumber(elements.getFloat());
      case INT64 -> json.writeNumber(elements.getLong());
      default -> throw new IllegalStateException("no output is of type " + type);
    }
  }
}
