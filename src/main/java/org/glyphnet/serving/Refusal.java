package org.glyphnet.serving;

import java.util.Map;

/**
 * A request that is not carried out; the client gets the status and the message as {@code {"error":
 * message}}. Has no stack trace: it is an answer, not a fault.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int REQUEST_TIMEOUT = 408;
  static final int CONTENT_TOO_LARGE = 413;
  static final int UNSUPPORTED_MEDIA_TYPE = 415;
  static final int MISDIRECTED_REQUEST = 421;
  static final int SERVICE_UNAVAILABLE = 503;

  private final int status;
  private final transient Map<String, String> headers;

  Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  Refusal(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  /** A request that cannot be understood. */
  static Refusal badRequest(String format, Object... values) {
    return new Refusal(BAD_REQUEST, String.format(java.util.Locale.ROOT, format, values));
  }

  Reply toReply() {
    return Reply.error(status, getMessage(), headers);
  }
}
