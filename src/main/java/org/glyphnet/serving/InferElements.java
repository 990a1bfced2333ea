package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a tensor's {@code data} out of JSON into the protocol's binary form: flat, or nested as its
 * shape says.
 */
final class InferElements {
  private static final int FIRST_SIZE = 4096;
  private static final BigInteger UINT64_END = BigInteger.ONE.shiftLeft(64);

  private final JsonParser json;
  private final String name;
  private final TensorType type;
  private final long[] shape;
  private final long wanted;
  private long count;
  private ByteBuffer data;

  private InferElements(JsonParser json, String name, TensorType type, long[] shape, long wanted) {
    this.json = json;
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.wanted = wanted;
    // Grows with what arrives, not with what the shape announces.
    this.data = buffer((int) Math.min(wanted * Math.max(1, type.bytes()), FIRST_SIZE));
  }

  /**
   * Reads the elements; the first token of the list, or the one element of a scalar, was read.
   *
   * @param wanted how many elements the shape has
   * @return ready to be read
   */
  static ByteBuffer read(JsonParser json, String name, TensorType type, long[] shape, long wanted)
      throws IOException {
    if (!type.isInJson()) {
      throw Refusal.badRequest(
          "input '%s': %s has no form in JSON; send it as binary data", name, type);
    }
    InferElements elements = new InferElements(json, name, type, shape, wanted);
    elements.document();
    elements.data.flip();
    return elements.data;
  }

  private void document() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw Refusal.badRequest("input '%s': data must be a list", name);
    }
    if (json.nextToken() == JsonToken.START_ARRAY) {
      if (shape.length == 0) {
        throw form();
      }
      nested(0);
    } else {
      while (json.currentToken() != JsonToken.END_ARRAY) {
        element();
        json.nextToken();
      }
    }
    if (count != wanted) {
      throw size(Long.toString(count));
    }
  }

  /** The lists of a level whose first token was read. */
  private void nested(int level) throws IOException {
    long here = 0;
    boolean innermost = level == shape.length - 1;
    while (json.currentToken() != JsonToken.END_ARRAY) {
      boolean list = json.currentToken() == JsonToken.START_ARRAY;
      if (++here > shape[level] || list == innermost) {
        throw form();
      }
      if (innermost) {
        element();
      } else if (list) {
        json.nextToken();
        nested(level + 1);
      }
      json.nextToken();
    }
    if (here != shape[level]) {
      throw form();
    }
  }

  private void element() throws IOException {
    if (count == wanted) {
      throw size("more");
    }
    count++;
    JsonToken token = json.currentToken();
    switch (type) {
      case BOOL -> {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
          throw notOfType();
        }
        room(1).put((byte) (token == JsonToken.VALUE_TRUE ? 1 : 0));
      }
      case FP32 -> room(4).putFloat((float) finite(number(token).getFloatValue()));
      case FP64 -> room(8).putDouble(finite(number(token).getDoubleValue()));
      case BYTES -> {
        if (token != JsonToken.VALUE_STRING) {
          throw notOfType();
        }
        byte[] text = json.getText().getBytes(StandardCharsets.UTF_8);
        room(4 + text.length).putInt(text.length).put(text);
      }
      case UINT64 -> room(8).putLong(unsigned());
      case INT64 -> room(8).putLong(whole(Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT32 -> room(4).putInt((int) whole(0, 0xffff_ffffL));
      case INT32 -> room(4).putInt((int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT16 -> room(2).putShort((short) whole(0, 0xffff));
      case INT16 -> room(2).putShort((short) whole(Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT8 -> room(1).put((byte) whole(0, 0xff));
      case INT8 -> room(1).put((byte) whole(Byte.MIN_VALUE, Byte.MAX_VALUE));
      default -> throw notOfType();
    }
  }

  private JsonParser number(JsonToken token) {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw notOfType();
    }
    return json;
  }

  private double finite(double value) {
    if (!Double.isFinite(value)) {
      throw Refusal.badRequest(
          "input '%s': element %d is no %s that is finite", name, count - 1, type);
    }
    return value;
  }

  private long whole(long least, long most) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && json.getLongValue() >= least
            && json.getLongValue() <= most;
    if (!fits) {
      throw notOfType();
    }
    return json.getLongValue();
  }

  private long unsigned() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw notOfType();
    }
    BigInteger value = json.getBigIntegerValue();
    if (value.signum() < 0 || value.compareTo(UINT64_END) >= 0) {
      throw notOfType();
    }
    return value.longValue();
  }

  private ByteBuffer room(int bytes) {
    if (data.remaining() < bytes) {
      long wantedSize = Math.max(2L * data.capacity(), (long) data.position() + bytes);
      data = buffer((int) Math.min(wantedSize, Integer.MAX_VALUE - 8)).put(data.flip());
    }
    return data;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Refusal notOfType() {
    boolean any = type == TensorType.FP32 || type == TensorType.FP64;
    return Refusal.badRequest(
        "input '%s': element %d is no %s", name, count - 1, any ? "number" : type);
  }

  private Refusal size(String found) {
    return Refusal.badRequest(
        "input '%s': data has %s values, its shape %s takes %d",
        name, found, Arrays.toString(shape), wanted);
  }

  private Refusal form() {
    return Refusal.badRequest(
        "input '%s': data is neither a flat list nor nested as shape %s says",
        name, Arrays.toString(shape));
  }
}
