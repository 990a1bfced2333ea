package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads one input tensor of an inference request, its fields in any order. */
final class InferInputReader {
  private static final int MOST_DIMENSIONS = 32;

  /** Of a tensor; what really arrives is bounded with the body. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private final char[] text;
  private final JsonParser json;
  private final InferBinary after;
  private String name;
  private TensorType type;
  private long[] shape;
  private InferParameters parameters = InferParameters.NONE;
  private ByteBuffer data;
  private long dataAt = -1;

  /**
   * @param text what the JSON is read from
   * @param after bytes that follow it
   */
  InferInputReader(char[] text, JsonParser json, InferBinary after) {
    this.text = text;
    this.json = json;
    this.after = after;
  }

  /** Reads the object whose first token was read. */
  InferRequest.Input read() throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "name" -> name = text(value, "an input's name");
        case "datatype" -> type = type(text(value, "datatype"));
        case "shape" -> shape = shape(value);
        case "parameters" -> parameters = InferParameters.read(json);
        case "data" -> data();
        default -> json.skipChildren();
      }
    }
    if (name == null || type == null || shape == null) {
      throw Refusal.badRequest("an input needs name, shape and datatype");
    }
    boolean isInJson = dataAt >= 0;
    if (parameters.binaryDataSize().isPresent() == isInJson) {
      throw Refusal.badRequest(
          "input '%s' needs either data or the parameter binary_data_size", name);
    }
    if (!isInJson) {
      data = after.take(name, parameters.binaryDataSize().getAsLong());
      Elements.check(name, type, shape, elements(), data);
    } else if (data == null) {
      data = again();
    }
    return new InferRequest.Input(name, type, shape, data);
  }

  /** Reads the elements at once where it is known what they are, else when the object ends. */
  private void data() throws IOException {
    if (dataAt >= 0) {
      throw Refusal.badRequest("an input has data twice");
    }
    dataAt = json.currentTokenLocation().getCharOffset();
    if (name != null && type != null && shape != null) {
      data = InferElements.read(json, name, type, shape, elements());
    } else {
      json.skipChildren();
    }
  }

  private ByteBuffer again() throws IOException {
    int from = (int) dataAt;
    int end = (int) json.currentTokenLocation().getCharOffset();
    try (JsonParser parser = RequestJson.FACTORY.createParser(text, from, end - from)) {
      parser.nextToken();
      return InferElements.read(parser, name, type, shape, elements());
    }
  }

  private long elements() {
    return Elements.count(name, type, shape, MOST_BYTES);
  }

  private long[] shape(JsonToken value) throws IOException {
    InferRequestParser.expect(value, JsonToken.START_ARRAY, "shape", "a list of whole numbers");
    long[] sizes = new long[MOST_DIMENSIONS];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      InferRequestParser.expect(
          json.currentToken(), JsonToken.VALUE_NUMBER_INT, "shape", "a list of whole numbers");
      boolean fits =
          json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && json.getLongValue() >= 0;
      if (!fits || count == MOST_DIMENSIONS) {
        throw Refusal.badRequest(
            "shape must have at most %d sizes of 0 or more, found %s",
            MOST_DIMENSIONS, json.getText().length() > 20 ? "a huge one" : json.getText());
      }
      sizes[count++] = json.getLongValue();
    }
    return Arrays.copyOf(sizes, count);
  }

  private String text(JsonToken value, String what) throws IOException {
    InferRequestParser.expect(value, JsonToken.VALUE_STRING, what, "a string");
    return json.getText();
  }

  private static TensorType type(String text) {
    return TensorType.of(text)
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "datatype '%s' is not known; it is one of %s",
                    text, Arrays.toString(TensorType.values())));
  }
}
