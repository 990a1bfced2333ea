package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.glyphnet.data.ImageShape;
import org.glyphnet.saving.Signatures;

/**
 * Reads the body of {@code :predict} as TensorFlow Serving's REST API defines it, token by token
 * into one array of floats. Where that API speaks of binary values, {@code {"b64": ...}}, an image
 * may be the content of a PNG or JPEG file of the network's size.
 *
 * <p>Messages follow TensorFlow Serving's where it has one.
 */
final class PredictRequestParser {
  private static final String INPUT = Signatures.IMAGE;
  private final byte[] body;
  private final JsonParser json;
  private final int maxImages;
  private final RequestImages read;
  private String signature = "";
  private String key;
  private Boolean named;
  private int images;

  private PredictRequestParser(byte[] body, JsonParser json, ImageShape shape, int maxImages) {
    this.body = body;
    this.json = json;
    this.maxImages = maxImages;
    this.read = new RequestImages(json, shape);
  }

  /**
   * Reads a request.
   *
   * @param shape of the images that the network takes
   * @param maxImages that a request may have
   * @throws Refusal with status 413 for more images, with status 400 for anything else
   */
  static PredictRequest parse(byte[] body, ImageShape shape, int maxImages) {
    if (body.length == 0) {
      throw Refusal.badRequest("JSON Parse error: The document is empty");
    }
    try (JsonParser json = RequestJson.FACTORY.createParser(body)) {
      return new PredictRequestParser(body, json, shape, maxImages).document();
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("JSON Parse error: %s", reason(e));
    } catch (IOException e) {
      // Such as bytes that are not UTF-8.
      throw Refusal.badRequest("JSON Parse error: %s", e.getMessage());
    }
  }

  /** What the parser says, without its advice on how to set it up. */
  static String reason(JsonProcessingException e) {
    String reason =
        e.getOriginalMessage()
            .replaceFirst(" \\(start marker at .*", "")
            .replaceFirst(": enable .*", "");
    return e.getLocation() == null
        ? reason
        : reason
            + " at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr();
  }

  private PredictRequest document() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest("JSON Value: %s Is not object", found(json.currentToken()));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "signature_name" -> signature = text(value, name);
        case "instances", "inputs" -> images(name, value);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw Refusal.badRequest("JSON Parse error: more follows the document's end");
    }
    if (key == null) {
      throw Refusal.badRequest("Missing 'inputs' or 'instances' key");
    }
    return new PredictRequest(signature, key.equals("inputs"), read.pixels(), images);
  }

  private void images(String name, JsonToken value) throws IOException {
    if (key != null) {
      throw Refusal.badRequest(
          "Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist");
    }
    key = name;
    if (name.equals("inputs") && value == JsonToken.START_OBJECT) {
      named = true;
      input();
    } else {
      list(value, name);
    }
    if (images == 0) {
      throw Refusal.badRequest("No values in '%s' array", name);
    }
  }

  /** The object of named tensors that the column format may have. */
  private void input() throws IOException {
    boolean there = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(INPUT) && !there) {
        there = true;
        list(value, name);
      } else {
        throw Refusal.badRequest("JSON object: does not have named input: %s", name);
      }
    }
    if (!there) {
      throw Refusal.badRequest("Missing named input: %s in 'inputs' object.", INPUT);
    }
  }

  private void list(JsonToken value, String name) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      throw Refusal.badRequest("Expecting '%s' to be a list/array, got %s", name, found(value));
    }
    JsonToken element = json.nextToken();
    while (element != JsonToken.END_ARRAY) {
      if (images == maxImages) {
        throw tooMany();
      }
      try {
        element(element);
      } catch (RequestImages.NotAnImageException e) {
        throw refusal(e);
      }
      images++;
      element = json.nextToken();
    }
  }

  /** More images than are taken; those that are left are counted, not read. */
  private Refusal tooMany() throws IOException {
    int all = images;
    for (JsonToken token = json.currentToken();
        token != null && token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      json.skipChildren();
      all++;
    }
    return new Refusal(
        Refusal.CONTENT_TOO_LARGE,
        String.format(
            Locale.ROOT,
            "The request has %,d images; at most %,d are taken at once",
            all,
            maxImages));
  }

  /** One image: nested lists, a picture as base64, or either under the input's name. */
  private void element(JsonToken element) throws IOException {
    if (element != JsonToken.START_OBJECT) {
      unnamed();
      read.add(element, images);
      return;
    }
    String name = json.nextToken() == JsonToken.FIELD_NAME ? json.currentName() : "";
    JsonToken value = json.nextToken();
    if (RequestImages.isPictureKey(name)) {
      unnamed();
      read.addPicture(value, images);
    } else if (name.equals(INPUT)) {
      if (key.equals("inputs") || (named != null && !named)) {
        throw Refusal.badRequest(
            "Expecting value/list but got object at item %d of input list", images);
      }
      named = true;
      read.add(value, images);
    } else {
      throw wrongKeys();
    }
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw wrongKeys();
    }
  }

  /** Images are all named or all not. */
  private void unnamed() {
    if (named == null) {
      named = false;
    } else if (named && key.equals("instances")) {
      throw Refusal.badRequest("Expecting object but got list at item %d of input list", images);
    }
  }

  private String text(JsonToken value, String name) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw Refusal.badRequest(
          "JSON Value: %s not formatted correctly. '%s' key must be a string value.",
          found(value), name);
    }
    return json.getText();
  }

  private Refusal wrongKeys() {
    return Refusal.badRequest(
        "Failed to process element: %d of '%s' list. JSON object: keys must be equal to: %s",
        images, key, INPUT);
  }

  private Refusal refusal(RequestImages.NotAnImageException e) throws IOException {
    String reason =
        switch (e.kind()) {
          case SHAPE ->
              "Expecting shape "
                  + read.expected()
                  + " but got: "
                  + TensorShape.of(body, key, images);
          case TYPE -> "JSON Value: " + found(e.found()) + " is not of expected type: float";
          case BASE64 -> "JSON Value: not formatted correctly for base64 data";
        };
    return Refusal.badRequest(
        "Failed to process element: %d of '%s' list. Error: %s", images, key, reason);
  }

  /** Type of a value as TensorFlow Serving calls it. */
  private static String found(JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "Type: Object";
      case START_ARRAY -> "Type: Array";
      case VALUE_STRING -> "Type: String";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "Type: Number";
      case VALUE_TRUE -> "Type: True";
      case VALUE_FALSE -> "Type: False";
      default -> "Type: Null";
    };
  }
}
