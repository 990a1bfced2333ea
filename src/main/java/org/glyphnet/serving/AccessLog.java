package org.glyphnet.serving;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.glyphnet.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request that was answered, where that is wanted; the request's id, the client's
 * or a new one, stands in the line and in the answer, so that both can be brought together.
 */
@Internal
public final class AccessLog {
  /** Header of the id. */
  public static final String ID = "X-Request-Id";

  private static final Logger LOG = LoggerFactory.getLogger("org.glyphnet.access");

  /** What a client may choose: nothing that breaks a line or fills the log. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

  private AccessLog() {}

  /** The id of a request. */
  static String id(Request request) {
    return id(request.getHeaders().get(ID));
  }

  /**
   * The id of a request.
   *
   * @param given the client's; null without
   */
  public static String id(String given) {
    return given != null && PLAIN.matcher(given).matches() ? given : UUID.randomUUID().toString();
  }

  /** Writes a line. The query is left out, as it is the place where secrets are put by mistake. */
  static void answered(Request request, String id, Reply reply, long nanos) {
    LOG.info(
        "{} {} {} {} {} B {} ms {}",
        Request.getRemoteAddr(request),
        request.getMethod(),
        request.getHttpURI().getPath(),
        reply.status(),
        reply.body().length,
        milliseconds(nanos),
        id);
  }

  /**
   * Writes a line about a call.
   *
   * @param client its address
   * @param method such as {@code tensorflow.serving.PredictionService/Predict}
   * @param status name of its code
   */
  public static void called(String client, String method, String status, long nanos, String id) {
    LOG.info("{} gRPC /{} {} {} ms {}", client, method, status, milliseconds(nanos), id);
  }

  private static String milliseconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
