package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.PictureHeader;
import org.glyphnet.data.pictures.PictureLimits;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;

/**
 * The images of a {@code :predict} request, read token by token into one array of floats: nested
 * lists of numbers, or pictures of the network's size as base64.
 */
final class RequestImages {
  private static final String BASE64 = "b64";

  private final JsonParser json;
  private final ImageShape shape;
  private final int[] sizes;
  private float[] pixels;
  private int at;

  RequestImages(JsonParser json, ImageShape shape) {
    this.json = json;
    this.shape = shape;
    this.sizes = new int[] {shape.height(), shape.width(), shape.channels()};
    this.pixels = new float[shape.size()];
  }

  /** Something else than an image of the network's stands where one is expected. */
  static final class NotAnImageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    enum Kind {
      SHAPE,
      TYPE,
      BASE64
    }

    private final Kind kind;
    private final JsonToken found;

    NotAnImageException(Kind kind, JsonToken found) {
      super(kind.name());
      this.kind = kind;
      this.found = found;
    }

    Kind kind() {
      return kind;
    }

    /** The token that was found. */
    JsonToken found() {
      return found;
    }
  }

  /** Whether a key says that a picture follows as base64. */
  static boolean isPictureKey(String key) {
    return key.equals(BASE64);
  }

  /** All pixels that were read, {@code [images, height, width, channels]}. */
  float[] pixels() {
    return at == pixels.length ? pixels : Arrays.copyOf(pixels, at);
  }

  /** The shape of one image, as {@code [28,28,1]}. */
  String expected() {
    return Arrays.toString(sizes).replace(" ", "");
  }

  /**
   * Reads one image whose first token was read: a list, or an object with a picture.
   *
   * @param number of the image, for messages
   * @throws NotAnImageException for anything else
   */
  void add(JsonToken value, int number) throws IOException {
    if (value == JsonToken.START_OBJECT) {
      if (json.nextToken() != JsonToken.FIELD_NAME || !isPictureKey(json.currentName())) {
        throw new NotAnImageException(NotAnImageException.Kind.BASE64, value);
      }
      addPicture(json.nextToken(), number);
      if (json.nextToken() != JsonToken.END_OBJECT) {
        throw new NotAnImageException(NotAnImageException.Kind.BASE64, value);
      }
      return;
    }
    makeRoom();
    if (value != JsonToken.START_ARRAY) {
      throw new NotAnImageException(NotAnImageException.Kind.SHAPE, value);
    }
    values(0);
  }

  /**
   * Decodes a picture. Its header is looked at first: only one of the network's size is decoded.
   *
   * @param value a string of base64
   */
  void addPicture(JsonToken value, int number) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw new NotAnImageException(NotAnImageException.Kind.BASE64, value);
    }
    makeRoom();
    try {
      float[] picture = decoded(Base64.getDecoder().decode(json.getText()), "element " + number);
      System.arraycopy(picture, 0, pixels, at, picture.length);
      at += picture.length;
    } catch (DataException e) {
      throw Refusal.badRequest("%s", e.getMessage());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Unable to base64 decode: %s", e.getMessage());
    }
  }

  private float[] decoded(byte[] content, String name) {
    PictureHeader header = PictureHeader.read(content, name);
    if (header.uprightHeight() != shape.height() || header.uprightWidth() != shape.width()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: a picture of %,d x %,d pixels; the network takes %d x %d (height x width)",
              name,
              header.uprightHeight(),
              header.uprightWidth(),
              shape.height(),
              shape.width()));
    }
    PictureLimits limits = PictureLimits.forStrangers((long) shape.height() * shape.width());
    return Classifier.scaled(
        Preparation.NONE.samples(ImageFile.decode(content, name, limits), shape));
  }

  /** A list of the given level, whose start was read. */
  private void values(int level) throws IOException {
    int count = 0;
    boolean innermost = level == sizes.length - 1;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (++count > sizes[level]) {
        throw new NotAnImageException(NotAnImageException.Kind.SHAPE, token);
      }
      if (!innermost) {
        if (token != JsonToken.START_ARRAY) {
          throw new NotAnImageException(NotAnImageException.Kind.SHAPE, token);
        }
        values(level + 1);
      } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        pixels[at++] = number();
      } else {
        throw new NotAnImageException(
            token == JsonToken.START_ARRAY
                ? NotAnImageException.Kind.SHAPE
                : NotAnImageException.Kind.TYPE,
            token);
      }
    }
    if (count < sizes[level]) {
      throw new NotAnImageException(NotAnImageException.Kind.SHAPE, JsonToken.END_ARRAY);
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

  private void makeRoom() {
    if (at + shape.size() > pixels.length) {
      pixels = Arrays.copyOf(pixels, Math.max(at + shape.size(), 2 * pixels.length));
    }
  }
}
