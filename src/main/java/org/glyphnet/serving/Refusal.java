package org.glyphnet.serving;

import java.util.Map;
import org.glyphnet.Internal;

/**
 * A request that is not carried out; the client gets the status and the message as {@code {"error":
 * message}}. Has no stack trace: it is an answer, not a fault.
 */
@Internal
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final int BAD_REQUEST = 400;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int METHOD_NOT_ALLOWED = 405;
  public static final int REQUEST_TIMEOUT = 408;
  public static final int CONTENT_TOO_LARGE = 413;
  public static final int UNSUPPORTED_MEDIA_TYPE = 415;
  public static final int MISDIRECTED_REQUEST = 421;
  public static final int SERVICE_UNAVAILABLE = 503;

  private final int status;
  private final transient Map<String, String> headers;

  public Refusal(int status, String message) {
    this(status, message, Map.of());
  }

  Refusal(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  /** A request that cannot be understood. */
  public static Refusal badRequest(String format, Object... values) {
    return new Refusal(BAD_REQUEST, String.format(java.util.Locale.ROOT, format, values));
  }

  /** An HTTP status: one of the constants. */
  public int status() {
    return status;
  }

  Reply toReply() {
    return Reply.error(status, getMessage(), headers);
  }
}
