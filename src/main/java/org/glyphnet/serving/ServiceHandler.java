package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a request asks for, checks that it may, has it answered and sends the answer. */
final class ServiceHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHandler.class);

  /** What a page of another site may send, for a day. */
  private static final Reply PREFLIGHT =
      new Reply(
          204,
          "text/plain",
          new byte[0],
          Map.of(
              "Access-Control-Allow-Methods",
              "GET, HEAD, POST",
              "Access-Control-Allow-Headers",
              "Authorization, Content-Type, " + InferReply.JSON_LENGTH,
              "Access-Control-Max-Age",
              "86400"));

  private final Routes routes;
  private final ServiceMetrics metrics;
  private final Access access;
  private final ServiceSettings.Limits limits;
  private final ByteBudget bodies;
  private final boolean isLogged;

  /**
   * @param bodies memory that the bodies of all requests share
   */
  ServiceHandler(
      Routes routes,
      ServiceMetrics metrics,
      Access access,
      ServiceSettings settings,
      ByteBudget bodies) {
    this.routes = routes;
    this.metrics = metrics;
    this.access = access;
    this.limits = settings.limits();
    this.isLogged = settings.operation().accessLog();
    this.bodies = bodies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (isPreflight(request)) {
      send(request, response, callback, "preflight", PREFLIGHT);
      return true;
    }
    String name = "other";
    CompletableFuture<Reply> answer;
    try {
      Endpoint endpoint = routes.find(request);
      name = endpoint.name();
      if (endpoint.door() != Endpoint.Door.PROBE) {
        access.checkNames(request);
      }
      checkMethod(request, endpoint);
      if (endpoint.door() == Endpoint.Door.TOKEN) {
        access.checkToken(request.getHeaders().get(HttpHeader.AUTHORIZATION));
      }
      answer =
          endpoint.isPost()
              ? body(request).thenCompose(endpoint.answer())
              : endpoint.answer().apply(new byte[0]);
    } catch (RuntimeException | OutOfMemoryError e) {
      answer = CompletableFuture.failedFuture(e);
    }
    String endpoint = name;
    var unused =
        answer.whenComplete(
            (reply, failure) ->
                send(
                    request,
                    response,
                    callback,
                    endpoint,
                    failure == null ? reply : onFailure(failure)));
    return true;
  }

  /** A browser asks whether a page of another site, one that was named, may send a request. */
  private boolean isPreflight(Request request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeaders().contains("Access-Control-Request-Method")
        && access.allowedOrigin(request).isPresent();
  }

  private CompletableFuture<byte[]> body(Request request) {
    return RequestBody.read(request, limits.bodyBytes(), limits.times().body(), bodies);
  }

  private static void checkMethod(Request request, Endpoint endpoint) {
    String method = request.getMethod();
    boolean head = !endpoint.isPost() && method.equals("HEAD");
    if (!method.equals(endpoint.method()) && !head) {
      throw new Refusal(
          Refusal.METHOD_NOT_ALLOWED,
          "Method " + method + " is not possible here; it takes " + endpoint.method(),
          Map.of("Allow", endpoint.isPost() ? Endpoint.POST : "GET, HEAD"));
    }
  }

  private static Reply onFailure(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      return refusal.toReply();
    }
    if (cause instanceof QueueFullException) {
      return Reply.error(
          Refusal.SERVICE_UNAVAILABLE, cause.getMessage(), Map.of("Retry-After", "1"));
    }
    if (cause instanceof OutOfMemoryError) {
      LOG.warn("A request was refused: {}", cause.toString());
      return Reply.error(
          Refusal.SERVICE_UNAVAILABLE,
          "The service's memory is used up; try again in a second",
          Map.of("Retry-After", "1"));
    }
    LOG.error("A request failed", cause);
    return Reply.error(500, "The service failed; its log says why", Map.of());
  }

  private void send(
      Request request, Response response, Callback callback, String endpoint, Reply reply) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response.getHeaders()::put);
    access
        .allowedOrigin(request)
        .ifPresent(
            origin -> {
              response.getHeaders().put("Access-Control-Allow-Origin", origin);
              response.getHeaders().put("Access-Control-Expose-Headers", InferReply.JSON_LENGTH);
              response.getHeaders().put(HttpHeader.VARY, "Origin");
            });
    long nanos = System.nanoTime() - request.getHeadersNanoTime();
    metrics.answered(endpoint, reply.status(), nanos);
    if (isLogged) {
      String id = AccessLog.id(request);
      response.getHeaders().put(AccessLog.ID, id);
      AccessLog.answered(request, id, reply, nanos);
    }
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
