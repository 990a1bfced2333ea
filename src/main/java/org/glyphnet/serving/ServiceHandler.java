package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a request asks for, checks that it may, has it answered and sends the answer. */
final class ServiceHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceHandler.class);

  private static final String GET = "GET";
  private static final String POST = "POST";

  private static final String INFER_HEADER_LENGTH = "Inference-Header-Content-Length";

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
              "Authorization, Content-Type, " + INFER_HEADER_LENGTH,
              "Access-Control-Max-Age",
              "86400"));

  /** Answered whoever asks: it tells nothing, and probes ask by all kinds of names. */
  private static final String HEALTH = "healthz";

  private final ModelApi api;
  private final Page page;
  private final ServiceMetrics metrics;
  private final Access access;
  private final ServiceSettings.Limits limits;
  private final ByteBudget bodies;

  /**
   * @param bodies memory that the bodies of all requests share
   */
  ServiceHandler(
      ModelApi api,
      ServiceMetrics metrics,
      Access access,
      ServiceSettings.Limits limits,
      ByteBudget bodies) {
    this.api = api;
    this.page = new Page();
    this.metrics = metrics;
    this.access = access;
    this.limits = limits;
    this.bodies = bodies;
  }

  /**
   * What a request is to be answered with.
   *
   * @param name for the metrics
   * @param method that it must have
   * @param open whether it is answered without a token
   * @param answer from the body
   */
  private record Endpoint(
      String name,
      String method,
      boolean open,
      Function<byte[], CompletableFuture<Reply>> answer) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (isPreflight(request)) {
      send(request, response, callback, "preflight", PREFLIGHT);
      return true;
    }
    String name = "other";
    CompletableFuture<Reply> answer;
    try {
      Endpoint endpoint = endpoint(request);
      name = endpoint.name();
      if (!endpoint.name().equals(HEALTH)) {
        access.checkNames(request);
      }
      checkMethod(request, endpoint);
      if (!endpoint.open()) {
        access.checkToken(request);
      }
      answer =
          endpoint.method().equals(POST)
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

  private Endpoint endpoint(Request request) {
    String path = Request.getPathInContext(request);
    Optional<Reply> file = page.at(path);
    if (file.isPresent()) {
      return get("page", true, file::get);
    }
    return switch (path) {
      case "/healthz" -> get(HEALTH, true, this::health);
      case "/metrics", "/monitoring/prometheus/metrics" ->
          get("metrics", false, () -> text(metrics.text()));
      case "/about" -> get("about", false, api::about);
      case "/report" -> get("report", false, api::report);
      case "/v2" -> get("v2", false, InferReply::server);
      case "/v2/health/live" -> get(HEALTH, true, () -> InferReply.is("live"));
      case "/v2/health/ready" -> get(HEALTH, true, () -> InferReply.is("ready"));
      default -> path.startsWith("/v2/") ? infer(path, request) : model(path, request);
    };
  }

  private Endpoint infer(String path, Request request) {
    InferPath infer =
        InferPath.parse(request.getHttpURI().getPath())
            .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "There is nothing at " + path));
    return switch (infer.verb()) {
      case "" -> get("metadata", false, () -> api.inferMetadata(infer.model()));
      case "ready" -> get("ready", false, () -> api.inferReady(infer.model()));
      default -> {
        String length = request.getHeaders().get(INFER_HEADER_LENGTH);
        yield new Endpoint("infer", POST, false, body -> api.infer(infer.model(), body, length));
      }
    };
  }

  private Endpoint model(String path, Request request) {
    ModelPath model =
        // As it came: in the canonical path an encoded colon of a name is one like any other.
        ModelPath.parse(request.getHttpURI().getPath())
            .filter(parsed -> !parsed.model().contains(":") || api.serves(parsed))
            .orElseThrow(
                () ->
                    path.startsWith("/v1/")
                        ? Refusal.badRequest("Malformed request: %s %s", request.getMethod(), path)
                        : new Refusal(Refusal.NOT_FOUND, "There is nothing at " + path));
    return switch (model.verb()) {
      case "" -> get("status", false, () -> api.status(model));
      case "metadata" -> get("metadata", false, () -> api.metadata(model));
      case "predict" -> new Endpoint("predict", POST, false, body -> api.predict(model, body));
      case "image" -> {
        Fields query = query(request);
        yield new Endpoint(
            "image",
            POST,
            false,
            body ->
                api.image(
                    model,
                    body,
                    query.get("preparation") == null ? "auto" : query.getValue("preparation"),
                    "true".equals(query.getValue("pixels"))));
      }
      default ->
          new Endpoint(
              model.verb(),
              POST,
              false,
              body -> CompletableFuture.failedFuture(api.wrongSignature(model)));
    };
  }

  private static Endpoint get(
      String name, boolean open, java.util.function.Supplier<Reply> answer) {
    return new Endpoint(name, GET, open, body -> CompletableFuture.completedFuture(answer.get()));
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Malformed query: %s", request.getHttpURI().getQuery());
    }
  }

  private Reply health() {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "ok");
          json.writeEndObject();
        });
  }

  private static Reply text(String text) {
    return new Reply(
        Reply.OK,
        "text/plain; version=0.0.4; charset=utf-8",
        text.getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  private CompletableFuture<byte[]> body(Request request) {
    return RequestBody.read(request, limits.bodyBytes(), limits.times().body(), bodies);
  }

  private static void checkMethod(Request request, Endpoint endpoint) {
    String method = request.getMethod();
    boolean head = endpoint.method().equals(GET) && method.equals("HEAD");
    if (!method.equals(endpoint.method()) && !head) {
      throw new Refusal(
          Refusal.METHOD_NOT_ALLOWED,
          "Method " + method + " is not possible here; it takes " + endpoint.method(),
          Map.of("Allow", endpoint.method().equals(GET) ? "GET, HEAD" : POST));
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
              response.getHeaders().put("Access-Control-Expose-Headers", INFER_HEADER_LENGTH);
              response.getHeaders().put(HttpHeader.VARY, "Origin");
            });
    metrics.answered(endpoint, reply.status(), System.nanoTime() - request.getHeadersNanoTime());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
