package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads one input tensor of an inference request, its fields in any order. */
final class InferInputReader {
  private static final int MOST_DIMENSIONS = 32;

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
      checkSize();
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

  private void checkSize() {
    long found = data.remaining();
    if (type == TensorType.BYTES) {
      checkLengths();
    } else if (found != elements() * type.bytes()) {
      throw Refusal.badRequest(
          "input '%s': shape %s of %s takes %d bytes, found %d",
          name, Arrays.toString(shape), type, elements() * type.bytes(), found);
    }
  }

  /** Checks that BYTES' lengths lead from element to element to the end. */
  private void checkLengths() {
    ByteBuffer rest = data.duplicate().order(data.order());
    long left = elements();
    while (left > 0 && rest.remaining() >= Integer.BYTES) {
      long length = Integer.toUnsignedLong(rest.getInt());
      if (length > rest.remaining()) {
        break;
      }
      rest.position(rest.position() + (int) length);
      left--;
    }
    if (left > 0 || rest.hasRemaining()) {
      throw Refusal.badRequest(
          "input '%s': its binary data is not %d elements, each after its length in four bytes",
          name, elements());
    }
  }

  private long elements() {
    long product = 1;
    for (long size : shape) {
      // No more than can be counted in bytes.
      if (size > 0 && product > Long.MAX_VALUE / Long.BYTES / size) {
        throw Refusal.badRequest("input '%s': shape %s is too large", name, Arrays.toString(shape));
      }
      product *= size;
    }
    return product;
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
