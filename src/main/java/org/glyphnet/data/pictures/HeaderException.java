package org.glyphnet.data.pictures;

/** A header that asks for what no sound picture needs; the message says what. */
final class HeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeaderException(String message) {
    super(message);
  }
}
