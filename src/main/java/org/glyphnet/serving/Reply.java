package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * What a client is answered.
 *
 * @param status HTTP's status code
 * @param type media type of the body
 * @param body its bytes
 * @param headers further ones
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; it goes straight to the network
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  static final int OK = 200;

  private static final String JSON = "application/json";

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  /** Writes a JSON document. */
  interface JsonContent {
    void write(JsonGenerator json) throws IOException;
  }

  static Reply json(int status, Map<String, String> headers, JsonContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      content.write(json);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return new Reply(status, JSON, bytes.toByteArray(), headers);
  }

  static Reply json(JsonContent content) {
    return json(OK, Map.of(), content);
  }

  /** TensorFlow Serving's form of an error. */
  static Reply error(int status, String message, Map<String, String> headers) {
    return json(
        status,
        headers,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", message);
          json.writeEndObject();
        });
  }
}
