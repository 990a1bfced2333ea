package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.ImageShape;
import org.glyphnet.saving.Signatures;

/**
 * Reads the body of {@code POST /v2/models/NAME/infer} (Open Inference Protocol,
 * inference_rest.md), with its binary tensor data extension: JSON, and behind it the bytes of the
 * tensors whose {@code binary_data_size} it tells.
 */
final class InferRequestReader {
  private static final int MOST_DIMENSIONS = 16;
  private static final String BINARY_SIZE = "binary_data_size";

  private final byte[] body;
  private final int headLength;
  private final ImageShape image;
  private final int maxImages;

  private Optional<String> id = Optional.empty();
  private boolean binaryOutputs;
  private final List<Asked> asked = new ArrayList<>();
  private Input input;

  /** An output as it was asked for; {@code binary} is null where that is not said. */
  private record Asked(String name, Boolean binary) {}

  /** The one input, as far as it was read. */
  private static final class Input {
    private String name = "";
    private String datatype = "";
    private long[] shape;
    private float[] data;
    private long binarySize = -1;
  }

  private InferRequestReader(byte[] body, int headLength, ImageShape image, int maxImages) {
    this.body = body;
    this.headLength = headLength;
    this.image = image;
    this.maxImages = maxImages;
  }

  /**
   * Reads a request.
   *
   * @param headerLength what the header {@code Inference-Header-Content-Length} says; null without
   * @param image the network's images
   * @param maxImages that a request may have
   * @throws Refusal with status 400 or 413 that says what is wrong
   */
  static InferRequest read(byte[] body, String headerLength, ImageShape image, int maxImages) {
    int head = body.length;
    if (headerLength != null) {
      if (!headerLength.matches("[0-9]{1,9}") || Integer.parseInt(headerLength) > body.length) {
        throw Refusal.badRequest(
            "Inference-Header-Content-Length: '%s' is no number of bytes of a body of %d",
            headerLength, body.length);
      }
      head = Integer.parseInt(headerLength);
    }
    return new InferRequestReader(body, head, image, maxImages).read();
  }

  private InferRequest read() {
    try (JsonParser json = RequestJson.FACTORY.createParser(body, 0, headLength)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.badRequest("the body is no JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "id" -> id = Optional.of(string(json, "id"));
          case "parameters" -> parameters(json);
          case "inputs" -> inputs(json);
          case "outputs" -> outputs(json);
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw Refusal.badRequest("something follows the JSON object");
      }
    } catch (IOException e) {
      throw Refusal.badRequest(
          "JSON Parse error: %s",
          String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON"));
    }
    if (input == null) {
      throw Refusal.badRequest("no input; the model has one, '%s'", Signatures.IMAGE);
    }
    int images = images();
    return new InferRequest(id, pixels(images), images, wanted());
  }

  private void parameters(JsonParser json) throws IOException {
    object(json, "parameters");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean binary = json.currentName().equals("binary_data_output");
      json.nextToken();
      if (binary) {
        binaryOutputs = bool(json, "binary_data_output");
      } else {
        json.skipChildren();
      }
    }
  }

  private void inputs(JsonParser json) throws IOException {
    list(json, "inputs");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (input != null) {
        throw Refusal.badRequest("more than one input; the model has one, '%s'", Signatures.IMAGE);
      }
      input = new Input();
      object(json, "an input");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "name" -> input.name = string(json, "an input's name");
          case "datatype" -> input.datatype = string(json, "an input's datatype");
          case "shape" -> input.shape = shape(json);
          case "data" -> input.data = data(json);
          case "parameters" -> input.binarySize = binarySize(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private static long[] shape(JsonParser json) throws IOException {
    list(json, "shape");
    long[] sizes = new long[MOST_DIMENSIONS];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || count == MOST_DIMENSIONS) {
        throw Refusal.badRequest("shape is no list of at most %d whole numbers", MOST_DIMENSIONS);
      }
      sizes[count++] = json.getLongValue();
    }
    return Arrays.copyOf(sizes, count);
  }

  /** Numbers, nested as the shape is, or flat. */
  private float[] data(JsonParser json) throws IOException {
    list(json, "data");
    float[] numbers = new float[image.size()];
    int count = 0;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      switch (token) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          if (count == numbers.length) {
            if (count >= (long) maxImages * image.size()) {
              throw tooMany(count / image.size() + 1L);
            }
            numbers = Arrays.copyOf(numbers, (int) Math.min(2L * count, most()));
          }
          numbers[count] = json.getFloatValue();
          if (!Float.isFinite(numbers[count++])) {
            throw Refusal.badRequest("data: %s is no FP32 number", json.getText());
          }
        }
        default -> throw Refusal.badRequest("data: %s is no number", json.getText());
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private long most() {
    return (long) maxImages * image.size();
  }

  private static long binarySize(JsonParser json) throws IOException {
    object(json, "parameters");
    long size = -1;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean wanted = json.currentName().equals(BINARY_SIZE);
      json.nextToken();
      if (wanted) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getLongValue() < 0) {
          throw Refusal.badRequest("%s: %s is no number of bytes", BINARY_SIZE, json.getText());
        }
        size = json.getLongValue();
      } else {
        json.skipChildren();
      }
    }
    return size;
  }

  private void outputs(JsonParser json) throws IOException {
    list(json, "outputs");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      object(json, "an output");
      String name = "";
      Boolean binary = null;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "name" -> name = string(json, "an output's name");
          case "parameters" -> binary = binaryData(json);
          default -> json.skipChildren();
        }
      }
      if (!InferReply.OUTPUTS.contains(name)) {
        throw Refusal.badRequest(
            "no output '%s'; there are %s", name, String.join(", ", InferReply.OUTPUTS));
      }
      if (asked.size() == InferReply.OUTPUTS.size()) {
        throw Refusal.badRequest(
            "more outputs than the %d that there are", InferReply.OUTPUTS.size());
      }
      asked.add(new Asked(name, binary));
    }
  }

  private static Boolean binaryData(JsonParser json) throws IOException {
    object(json, "parameters");
    Boolean binary = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "binary_data" -> binary = bool(json, "binary_data");
        case "classification" ->
            throw Refusal.badRequest("the classification extension is not there; ask for scores");
        default -> json.skipChildren();
      }
    }
    return binary;
  }

  private List<InferRequest.Output> wanted() {
    return asked.isEmpty()
        ? InferReply.OUTPUTS.stream()
            .map(name -> new InferRequest.Output(name, binaryOutputs))
            .toList()
        : asked.stream()
            .map(
                one ->
                    new InferRequest.Output(
                        one.name(), one.binary() == null ? binaryOutputs : one.binary()))
            .toList();
  }

  /** How many images the shape tells of. */
  private int images() {
    if (!input.name.equals(Signatures.IMAGE)) {
      throw Refusal.badRequest(
          "no input '%s'; the model has one, '%s'", input.name, Signatures.IMAGE);
    }
    if (!input.datatype.equals(InferReply.FLOAT)) {
      throw Refusal.badRequest(
          "input '%s' is of datatype %s, found '%s'", input.name, InferReply.FLOAT, input.datatype);
    }
    long[] expected = {-1, image.height(), image.width(), image.channels()};
    long[] shape = input.shape;
    if (shape == null
        || shape.length != expected.length
        || shape[0] < 1
        || !Arrays.equals(shape, 1, expected.length, expected, 1, expected.length)) {
      throw Refusal.badRequest(
          "input '%s' is of shape %s, found %s",
          input.name, Arrays.toString(expected), shape == null ? "none" : Arrays.toString(shape));
    }
    if (shape[0] > maxImages) {
      throw tooMany(shape[0]);
    }
    return (int) shape[0];
  }

  private float[] pixels(int images) {
    int values = images * image.size();
    if ((input.data == null) == (input.binarySize < 0)) {
      throw Refusal.badRequest("input '%s' needs either data or %s", input.name, BINARY_SIZE);
    }
    int behind = body.length - headLength;
    if (input.data != null) {
      if (behind > 0) {
        throw Refusal.badRequest("%d bytes behind the JSON that no input tells of", behind);
      }
      if (input.data.length != values) {
        throw Refusal.badRequest(
            "input '%s': %d values for a shape of %d", input.name, input.data.length, values);
      }
      return input.data;
    }
    if (input.binarySize != (long) values * Float.BYTES || input.binarySize != behind) {
      throw Refusal.badRequest(
          "input '%s': its shape takes %d bytes, %s is %d, and %d follow the JSON",
          input.name, (long) values * Float.BYTES, BINARY_SIZE, input.binarySize, behind);
    }
    float[] pixels = new float[values];
    ByteBuffer.wrap(body, headLength, behind)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(pixels);
    return pixels;
  }

  private Refusal tooMany(long images) {
    return new Refusal(
        Refusal.CONTENT_TOO_LARGE,
        String.format(
            Locale.ROOT, "%,d images in a request; %,d are taken at a time", images, maxImages));
  }

  private static String string(JsonParser json, String what) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Refusal.badRequest("%s is no string", what);
    }
    return json.getText();
  }

  private static boolean bool(JsonParser json, String what) {
    if (!json.currentToken().isBoolean()) {
      throw Refusal.badRequest("%s is neither true nor false", what);
    }
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  private static void list(JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw Refusal.badRequest("%s is no list", what);
    }
  }

  private static void object(JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest("%s is no object", what);
    }
  }
}
