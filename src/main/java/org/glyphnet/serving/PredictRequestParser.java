package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;
import org.glyphnet.saving.Signatures;

/**
 * Reads the body of {@code :predict} as TensorFlow Serving's REST API defines it, token by token
 * into one array of floats. Where that API speaks of binary values, {@code {"b64": ...}}, an image
 * may be the content of a PNG or JPEG file of the network's size.
 *
 * <p>Messages follow TensorFlow Serving's where it has one.
 */
final class PredictRequestParser {
  /** Pixels that a picture in a request may claim: sixteen megapixels. */
  static final long MOST_PIXELS = 16L << 20;

  private static final String INPUT = Signatures.IMAGE;
  private static final String BASE64 = "b64";
  private static final int MOST_NESTED = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED).build())
          .build();

  private final byte[] body;
  private final JsonParser json;
  private final ImageShape shape;
  private final int[] sizes;
  private String signature = "";
  private String key;
  private Boolean named;
  private float[] pixels;
  private int at;
  private int images;

  private PredictRequestParser(byte[] body, JsonParser json, ImageShape shape) {
    this.body = body;
    this.json = json;
    this.shape = shape;
    this.sizes = new int[] {shape.height(), shape.width(), shape.channels()};
    this.pixels = new float[shape.size()];
  }

  /**
   * Reads a request.
   *
   * @param shape of the images that the network takes
   * @throws Refusal with status 400 for anything else
   */
  static PredictRequest parse(byte[] body, ImageShape shape) {
    if (body.length == 0) {
      throw Refusal.badRequest("JSON Parse error: The document is empty");
    }
    try (JsonParser json = FACTORY.createParser(body)) {
      return new PredictRequestParser(body, json, shape).document();
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("JSON Parse error: %s", reason(e));
    } catch (IOException e) {
      // Such as bytes that are not UTF-8.
      throw Refusal.badRequest("JSON Parse error: %s", e.getMessage());
    }
  }

  /** What the parser says, without its advice on how to set it up. */
  private static String reason(JsonProcessingException e) {
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
    return new PredictRequest(
        signature,
        key.equals("inputs"),
        at == pixels.length ? pixels : Arrays.copyOf(pixels, at),
        images);
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
      element(element);
      images++;
      element = json.nextToken();
    }
  }

  /** One image: nested lists, a picture as base64, or either under the input's name. */
  private void element(JsonToken element) throws IOException {
    if (element != JsonToken.START_OBJECT) {
      unnamed();
      image(element);
      return;
    }
    String name = json.nextToken() == JsonToken.FIELD_NAME ? json.currentName() : "";
    JsonToken value = json.nextToken();
    switch (name) {
      case BASE64 -> {
        unnamed();
        picture(value);
      }
      case INPUT -> {
        if (key.equals("inputs") || (named != null && !named)) {
          throw Refusal.badRequest(
              "Expecting value/list but got object at item %d of input list", images);
        }
        named = true;
        image(value);
      }
      default ->
          throw Refusal.badRequest(
              "Failed to process element: %d of '%s' list. JSON object: keys must be equal to: %s",
              images, key, INPUT);
    }
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw Refusal.badRequest(
          "Failed to process element: %d of '%s' list. JSON object: keys must be equal to: %s",
          images, key, INPUT);
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

  private void image(JsonToken value) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      if (json.nextToken() != JsonToken.FIELD_NAME || !json.currentName().equals(BASE64)) {
        throw notBase64();
      }
      picture(json.nextToken());
      if (json.nextToken() != JsonToken.END_OBJECT) {
        throw notBase64();
      }
      return;
    }
    room();
    if (value != JsonToken.START_ARRAY) {
      throw wrongShape();
    }
    values(0);
  }

  /** A list of the given level, whose start was read. */
  private void values(int level) throws IOException {
    int count = 0;
    boolean innermost = level == sizes.length - 1;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (++count > sizes[level]) {
        throw wrongShape();
      }
      if (!innermost) {
        if (token != JsonToken.START_ARRAY) {
          throw wrongShape();
        }
        values(level + 1);
      } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        pixels[at++] = number();
      } else {
        throw token == JsonToken.START_ARRAY ? wrongShape() : wrongType(token);
      }
    }
    if (count < sizes[level]) {
      throw wrongShape();
    }
  }

  private float number() throws IOException {
    float value = json.getFloatValue();
    if (!Float.isFinite(value)) {
      throw Refusal.badRequest(
          "Cannot convert JSON value: %s to float without loss of precision.", json.getText());
    }
    return value;
  }

  private void picture(JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw notBase64();
    }
    room();
    try {
      byte[] encoded = Base64.getDecoder().decode(json.getText());
      float[] picture =
          Classifier.scaled(
              Preparation.NONE.samples(
                  ImageFile.decode(encoded, "element " + images, MOST_PIXELS), shape));
      System.arraycopy(picture, 0, pixels, at, picture.length);
      at += picture.length;
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Unable to base64 decode: %s", e.getMessage());
    } catch (DataException e) {
      throw Refusal.badRequest("%s", e.getMessage());
    }
  }

  private void room() {
    if (at + shape.size() > pixels.length) {
      pixels = Arrays.copyOf(pixels, Math.max(at + shape.size(), 2 * pixels.length));
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

  private Refusal wrongShape() throws IOException {
    return Refusal.badRequest(
        "Failed to process element: %d of '%s' list. Error: Expecting shape %s but got: %s",
        images, key, Arrays.toString(sizes).replace(" ", ""), TensorShape.of(body, key, images));
  }

  private Refusal wrongType(JsonToken token) throws IOException {
    return Refusal.badRequest(
        "Failed to process element: %d of '%s' list. Error: JSON Value: %s is not of expected"
            + " type: float",
        images, key, found(token));
  }

  private Refusal notBase64() {
    return Refusal.badRequest(
        "Failed to process element: %d of '%s' list. Error: JSON Value: not formatted correctly"
            + " for base64 data",
        images, key);
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
