package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shape of a nested list in a request that was refused, for the message that says so. As in
 * TensorFlow Serving the first element of each list tells the next dimension.
 */
final class TensorShape {
  private TensorShape() {}

  /**
   * Measures one image.
   *
   * @param key under which the images are
   * @param index of the image
   * @return such as {@code [28,28]}; {@code []} for a number
   */
  static String of(byte[] body, String key, int index) throws IOException {
    try (JsonParser json = RequestJson.FACTORY.createParser(body)) {
      json.nextToken();
      find(json, key);
      while (json.currentToken() == JsonToken.START_OBJECT) {
        json.nextToken(); // the input's name, whose list this is
        json.nextToken();
      }
      json.nextToken();
      for (int i = 0; i < index; i++) {
        json.skipChildren();
        json.nextToken();
      }
      if (json.currentToken() == JsonToken.START_OBJECT) {
        json.nextToken();
        json.nextToken();
      }
      return "[" + String.join(",", measure(json)) + "]";
    }
  }

  private static void find(JsonParser json, String key) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean found = json.currentName().equals(key);
      json.nextToken();
      if (found) {
        return;
      }
      json.skipChildren();
    }
  }

  private static List<String> measure(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return List.of();
    }
    int count = 0;
    boolean ragged = false;
    List<String> first = List.of();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      List<String> inner = measure(json);
      if (count++ == 0) {
        first = inner;
      }
      ragged |= !inner.equals(first);
    }
    List<String> sizes = new ArrayList<>(List.of(Integer.toString(count)));
    sizes.addAll(ragged ? List.of("lists of different sizes") : first);
    return sizes;
  }
}
