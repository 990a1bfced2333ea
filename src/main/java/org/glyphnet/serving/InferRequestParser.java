package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the body of an inference request of the Open Inference Protocol with its binary tensor
 * extension: a JSON object, then the binary data of the inputs that announce some, in their order.
 */
final class InferRequestParser {
  private final char[] text;
  private final JsonParser json;
  private final InferBinary after;
  private final List<InferRequest.Input> inputs = new ArrayList<>();
  private final List<InferRequest.Output> outputs = new ArrayList<>();
  private Optional<String> id = Optional.empty();
  private boolean binary;

  private InferRequestParser(char[] text, JsonParser json, InferBinary after) {
    this.text = text;
    this.json = json;
    this.after = after;
  }

  /**
   * Reads a request.
   *
   * @param header value of {@code Inference-Header-Content-Length}; null when all is JSON
   * @throws Refusal with status 400 for what is no such request
   */
  static InferRequest parse(byte[] body, String header) {
    int jsonBytes = header == null ? body.length : jsonBytes(header, body.length);
    if (jsonBytes == 0) {
      throw Refusal.badRequest("The request has no JSON object");
    }
    try {
      char[] text = text(body, jsonBytes);
      try (JsonParser json = RequestJson.FACTORY.createParser(text)) {
        return new InferRequestParser(text, json, new InferBinary(body, jsonBytes)).document();
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("JSON Parse error: %s", PredictRequestParser.reason(e));
    } catch (IOException e) {
      throw Refusal.badRequest("JSON Parse error: the object is not UTF-8");
    }
  }

  private static int jsonBytes(String header, int length) {
    // Ten figures hold every length of a body.
    if (!header.strip().matches("[0-9]{1,10}") || Long.parseLong(header.strip()) > length) {
      throw Refusal.badRequest(
          "Inference-Header-Content-Length must be from 1 to the body's %d bytes, found '%s'",
          length, header);
    }
    return Integer.parseInt(header.strip());
  }

  private static char[] text(byte[] body, int length) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, 0, length));
    char[] characters = new char[text.remaining()];
    text.get(characters);
    return characters;
  }

  private InferRequest document() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the request", "an object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "id" -> {
          expect(value, JsonToken.VALUE_STRING, field, "a string");
          id = Optional.of(json.getText());
        }
        case "parameters" -> binary = InferParameters.read(json).binaryDataOutput().orElse(binary);
        case "inputs" ->
            list(field, () -> inputs.add(new InferInputReader(text, json, after).read()));
        case "outputs" -> list(field, this::output);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw Refusal.badRequest("JSON Parse error: more follows the document's end");
    }
    if (inputs.isEmpty()) {
      throw Refusal.badRequest("'inputs' must be a list of at least one tensor");
    }
    after.checkEnd();
    return new InferRequest(id, List.copyOf(inputs), List.copyOf(outputs), binary);
  }

  /** Reads one element of a list. */
  private interface Element {
    void read() throws IOException;
  }

  private void list(String field, Element element) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, field, "a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.START_OBJECT, field, "a list of objects");
      element.read();
    }
  }

  private void output() throws IOException {
    String name = null;
    Optional<Boolean> asBinary = Optional.empty();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "name" -> {
          expect(value, JsonToken.VALUE_STRING, "an output's name", "a string");
          name = json.getText();
        }
        case "parameters" -> asBinary = InferParameters.read(json).binaryData();
        default -> json.skipChildren();
      }
    }
    if (name == null) {
      throw Refusal.badRequest("an output lacks its name");
    }
    outputs.add(new InferRequest.Output(name, asBinary));
  }

  static void expect(JsonToken found, JsonToken wanted, String what, String is) {
    if (found != wanted) {
      throw Refusal.badRequest("%s must be %s", what, is);
    }
  }
}
