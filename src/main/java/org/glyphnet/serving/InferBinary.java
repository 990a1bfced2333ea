package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of an inference request after its JSON object: its inputs take theirs in turn. */
final class InferBinary {
  private final byte[] body;
  private int at;

  /**
   * @param from where the JSON object ends
   */
  InferBinary(byte[] body, int from) {
    this.body = body;
    this.at = from;
  }

  /**
   * The next bytes; they are not copied.
   *
   * @param name of the input that announces them
   */
  ByteBuffer take(String name, long size) {
    if (size < 0 || size > body.length - at) {
      throw Refusal.badRequest(
          "input '%s' announces %d bytes of binary data; the body has %d left",
          name, size, body.length - at);
    }
    ByteBuffer bytes = ByteBuffer.wrap(body, at, (int) size).slice();
    at += (int) size;
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Checks that all bytes were taken. */
  void checkEnd() {
    if (at != body.length) {
      throw Refusal.badRequest(
          "The body has %d bytes after those that its inputs announce", body.length - at);
    }
  }
}
