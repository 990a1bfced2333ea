package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The {@code parameters} of a request or a tensor that mean something here; others are the client's
 * own, and passed over as the protocol wants it.
 *
 * @param binaryDataSize bytes of an input's binary data
 * @param binaryData whether an output is to be sent as binary data
 * @param binaryDataOutput whether all outputs are
 */
record InferParameters(
    OptionalLong binaryDataSize, Optional<Boolean> binaryData, Optional<Boolean> binaryDataOutput) {
  /** None. */
  static final InferParameters NONE =
      new InferParameters(OptionalLong.empty(), Optional.empty(), Optional.empty());

  /** Of extensions that are not offered: whoever sends one counts on it. */
  private static final Set<String> REFUSED =
      Set.of(
          "classification",
          "shared_memory_region",
          "shared_memory_offset",
          "shared_memory_byte_size");

  /** Reads an object whose first token was read. */
  static InferParameters read(JsonParser json) throws IOException {
    InferRequestParser.expect(
        json.currentToken(), JsonToken.START_OBJECT, "parameters", "an object");
    InferParameters read = NONE;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      read = read.with(name, json);
    }
    return read;
  }

  private InferParameters with(String name, JsonParser json) throws IOException {
    return switch (name) {
      case "binary_data_size" ->
          new InferParameters(OptionalLong.of(size(json)), binaryData, binaryDataOutput);
      case "binary_data" ->
          new InferParameters(binaryDataSize, Optional.of(flag(name, json)), binaryDataOutput);
      case "binary_data_output" ->
          new InferParameters(binaryDataSize, binaryData, Optional.of(flag(name, json)));
      default -> {
        if (REFUSED.contains(name)) {
          throw Refusal.badRequest(
              "parameter '%s' belongs to an extension that is not offered; binary_tensor_data is",
              name);
        }
        json.skipChildren();
        yield this;
      }
    };
  }

  private static long size(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw Refusal.badRequest("binary_data_size must be a whole number of bytes");
    }
    return json.getLongValue();
  }

  private static boolean flag(String name, JsonParser json) {
    JsonToken value = json.currentToken();
    if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
      throw Refusal.badRequest("%s must be true or false", name);
    }
    return value == JsonToken.VALUE_TRUE;
  }
}
