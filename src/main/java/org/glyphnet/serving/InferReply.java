package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;

/** Answers of the Open Inference Protocol, in JSON or with binary data after it. */
final class InferReply {
  /** Where the JSON object ends and binary data begins. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final List<String> ALL =
      List.of(Signatures.SCORES, Signatures.PROBABILITIES, Signatures.PREDICTION);

  private final String model;
  private final long version;
  private final InferRequest request;
  private final Predictions answers;

  private InferReply(String model, long version, InferRequest request, Predictions answers) {
    this.model = model;
    this.version = version;
    this.request = request;
    this.answers = answers;
  }

  /**
   * Checks which outputs are wanted.
   *
   * @throws Refusal with status 400 for one that the model has not, or that is named twice
   */
  static void check(InferRequest request) {
    Set<String> named = new HashSet<>();
    for (InferRequest.Output output : request.outputs()) {
      if (!ALL.contains(output.name())) {
        throw Refusal.badRequest(
            "output '%s' is not known; the model has %s", output.name(), String.join(", ", ALL));
      }
      if (!named.add(output.name())) {
        throw Refusal.badRequest("output '%s' is named twice", output.name());
      }
    }
  }

  /** The answer to a request. */
  static Reply of(String model, long version, InferRequest request, Predictions answers) {
    return new InferReply(model, version, request, answers).reply();
  }

  private Reply reply() {
    List<InferRequest.Output> outputs =
        request.outputs().isEmpty()
            ? ALL.stream()
                .map(name -> new InferRequest.Output(name, java.util.Optional.empty()))
                .toList()
            : request.outputs();
    Reply json = Reply.json(generator -> write(generator, outputs));
    int binary =
        outputs.stream().filter(this::isBinary).mapToInt(output -> size(output.name())).sum();
    if (outputs.stream().noneMatch(this::isBinary)) {
      return json;
    }
    int jsonBytes = json.body().length;
    byte[] body = Arrays.copyOf(json.body(), jsonBytes + binary);
    ByteBuffer after = ByteBuffer.wrap(body, jsonBytes, binary).order(ByteOrder.LITTLE_ENDIAN);
    outputs.stream().filter(this::isBinary).forEach(output -> put(output.name(), after));
    return new Reply(
        Reply.OK,
        "application/octet-stream",
        body,
        Map.of(JSON_LENGTH, Integer.toString(jsonBytes)));
  }

  private boolean isBinary(InferRequest.Output output) {
    return output.binary().orElse(request.binary());
  }

  private int size(String output) {
    return answers.images()
        * (output.equals(Signatures.PREDICTION) ? Long.BYTES : answers.classes() * Float.BYTES);
  }

  private void write(JsonGenerator json, List<InferRequest.Output> outputs) throws IOException {
    json.writeStartObject();
    json.writeStringField("model_name", model);
    json.writeStringField("model_version", Long.toString(version));
    if (request.id().isPresent()) {
      json.writeStringField("id", request.id().get());
    }
    json.writeArrayFieldStart("outputs");
    for (InferRequest.Output output : outputs) {
      write(json, output);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(JsonGenerator json, InferRequest.Output output) throws IOException {
    boolean classes = output.name().equals(Signatures.PREDICTION);
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", (classes ? TensorType.INT64 : TensorType.FP32).name());
    json.writeFieldName("shape");
    int[] shape =
        classes ? new int[] {answers.images()} : new int[] {answers.images(), answers.classes()};
    json.writeArray(shape, 0, shape.length);
    if (isBinary(output)) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", size(output.name()));
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      for (int image = 0; image < answers.images(); image++) {
        data(json, output.name(), image);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void data(JsonGenerator json, String output, int image) throws IOException {
    if (output.equals(Signatures.PREDICTION)) {
      json.writeNumber(answers.prediction(image));
      return;
    }
    for (int number = 0; number < answers.classes(); number++) {
      json.writeNumber(value(output, image, number));
    }
  }

  private void put(String output, ByteBuffer to) {
    for (int image = 0; image < answers.images(); image++) {
      if (output.equals(Signatures.PREDICTION)) {
        to.putLong(answers.prediction(image));
        continue;
      }
      for (int number = 0; number < answers.classes(); number++) {
        to.putFloat(value(output, image, number));
      }
    }
  }

  private float value(String output, int image, int number) {
    return output.equals(Signatures.SCORES)
        ? answers.score(image, number)
        : answers.probability(image, number);
  }
}
