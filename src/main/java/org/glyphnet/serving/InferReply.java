package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.ImageShape;
import org.glyphnet.inference.Predictions;
import org.glyphnet.saving.Signatures;

/** The answers of the Open Inference Protocol. */
final class InferReply {
  /** Datatypes, as the protocol calls them. */
  static final String FLOAT = "FP32";

  private static final String LONG = "INT64";

  /** The names of the outputs. */
  static final List<String> OUTPUTS =
      List.of(Signatures.SCORES, Signatures.PROBABILITIES, Signatures.PREDICTION);

  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private InferReply() {}

  /** What the service is. */
  static Reply server() {
    String version = InferReply.class.getPackage().getImplementationVersion();
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", "glyphnet");
          json.writeStringField("version", version == null ? "unpackaged" : version);
          json.writeArrayFieldStart("extensions");
          json.writeString("binary_tensor_data");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** That something is so. */
  static Reply is(String what) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeBooleanField(what, true);
          json.writeEndObject();
        });
  }

  /** That a model is ready. */
  static Reply ready(String model) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", model);
          json.writeBooleanField("ready", true);
          json.writeEndObject();
        });
  }

  /** Name, versions, inputs and outputs. */
  static Reply metadata(String model, long version, ImageShape shape, int classes) {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("name", model);
          json.writeArrayFieldStart("versions");
          json.writeString(Long.toString(version));
          json.writeEndArray();
          json.writeStringField("platform", "tensorflow_savedmodel");
          json.writeArrayFieldStart("inputs");
          tensor(
              json, Signatures.IMAGE, FLOAT, -1, shape.height(), shape.width(), shape.channels());
          json.writeEndArray();
          json.writeArrayFieldStart("outputs");
          tensor(json, Signatures.SCORES, FLOAT, -1, classes);
          tensor(json, Signatures.PROBABILITIES, FLOAT, -1, classes);
          tensor(json, Signatures.PREDICTION, LONG, -1);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void tensor(JsonGenerator json, String name, String datatype, long... shape)
      throws IOException {
    json.writeStartObject();
    head(json, name, datatype, shape);
    json.writeEndObject();
  }

  private static void head(JsonGenerator json, String name, String datatype, long... shape)
      throws IOException {
    json.writeStringField("name", name);
    json.writeStringField("datatype", datatype);
    json.writeFieldName("shape");
    json.writeArray(shape, 0, shape.length);
  }

  /** The wanted outputs; those that are wanted as bytes stand behind the JSON, in their order. */
  static Reply of(String model, long version, InferRequest request, Predictions answers) {
    Reply head =
        Reply.json(
            json -> {
              json.writeStartObject();
              json.writeStringField("model_name", model);
              json.writeStringField("model_version", Long.toString(version));
              if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
              }
              json.writeArrayFieldStart("outputs");
              for (InferRequest.Output output : request.outputs()) {
                write(json, output, answers);
              }
              json.writeEndArray();
              json.writeEndObject();
            });
    int bytes =
        request.outputs().stream()
            .filter(InferRequest.Output::binary)
            .mapToInt(output -> size(output.name(), answers))
            .sum();
    if (request.outputs().stream().noneMatch(InferRequest.Output::binary)) {
      return head;
    }
    ByteBuffer body =
        ByteBuffer.allocate(head.body().length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    body.put(head.body());
    for (InferRequest.Output output : request.outputs()) {
      if (output.binary()) {
        put(body, output.name(), answers);
      }
    }
    return new Reply(
        Reply.OK,
        "application/octet-stream",
        body.array(),
        Map.of(HEADER_LENGTH, Integer.toString(head.body().length)));
  }

  private static void write(JsonGenerator json, InferRequest.Output output, Predictions answers)
      throws IOException {
    json.writeStartObject();
    boolean ofClasses = !output.name().equals(Signatures.PREDICTION);
    if (ofClasses) {
      head(json, output.name(), FLOAT, answers.images(), answers.classes());
    } else {
      head(json, output.name(), LONG, answers.images());
    }
    if (output.binary()) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", size(output.name(), answers));
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      for (int image = 0; image < answers.images(); image++) {
        if (ofClasses) {
          for (int number = 0; number < answers.classes(); number++) {
            json.writeNumber(value(output.name(), answers, image, number));
          }
        } else {
          json.writeNumber(answers.prediction(image));
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void put(ByteBuffer body, String name, Predictions answers) {
    for (int image = 0; image < answers.images(); image++) {
      if (name.equals(Signatures.PREDICTION)) {
        body.putLong(answers.prediction(image));
      } else {
        for (int number = 0; number < answers.classes(); number++) {
          body.putFloat(value(name, answers, image, number));
        }
      }
    }
  }

  private static float value(String name, Predictions answers, int image, int number) {
    return name.equals(Signatures.SCORES)
        ? answers.score(image, number)
        : answers.probability(image, number);
  }

  private static int size(String name, Predictions answers) {
    return name.equals(Signatures.PREDICTION)
        ? answers.images() * Long.BYTES
        : answers.images() * answers.classes() * Float.BYTES;
  }
}
