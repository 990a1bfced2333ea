package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

  private final ModelApi api;
  private final Page page;
  private final ServiceMetrics metrics;
  private final ServiceSettings settings;

  ServiceHandler(ModelApi api, Page page, ServiceMetrics metrics, ServiceSettings settings) {
    this.api = api;
    this.page = page;
    this.metrics = metrics;
    this.settings = settings;
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
    String name = "other";
    CompletableFuture<Reply> answer;
    try {
      Endpoint endpoint = endpoint(request);
      name = endpoint.name();
      checkMethod(request, endpoint);
      if (!endpoint.open()) {
        checkToken(request);
      }
      answer =
          endpoint.method().equals(POST)
              ? body(request).thenCompose(endpoint.answer())
              : endpoint.answer().apply(new byte[0]);
    } catch (RuntimeException e) {
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

  private Endpoint endpoint(Request request) {
    String path = Request.getPathInContext(request);
    Optional<Reply> file = page.at(path);
    if (file.isPresent()) {
      return get("page", true, file::get);
    }
    return switch (path) {
      case "/healthz" -> get("healthz", true, this::health);
      case "/metrics" -> get("metrics", false, () -> text(metrics.text()));
      case "/about" -> get("about", false, () -> api.about(page.hasReport()));
      default -> model(path, request);
    };
  }

  private Endpoint model(String path, Request request) {
    ModelPath model =
        ModelPath.parse(path)
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
        Fields query = Request.extractQueryParameters(request);
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
              body -> CompletableFuture.failedFuture(api.wrongSignature(model.verb())));
    };
  }

  private static Endpoint get(
      String name, boolean open, java.util.function.Supplier<Reply> answer) {
    return new Endpoint(name, GET, open, body -> CompletableFuture.completedFuture(answer.get()));
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
    return RequestBody.read(request, settings.limits().bodyBytes(), settings.limits().bodyTime());
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

  private void checkToken(Request request) {
    if (settings.token().isEmpty()) {
      return;
    }
    String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    byte[] expected = ("Bearer " + settings.token().get()).getBytes(StandardCharsets.UTF_8);
    // isEqual takes the same time wherever the two differ.
    if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected)) {
      throw new Refusal(
          Refusal.UNAUTHORIZED,
          "A bearer token is needed that this service knows",
          Map.of("WWW-Authenticate", "Bearer realm=\"glyphnet\""));
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
    metrics.answered(endpoint, reply.status(), System.nanoTime() - request.getHeadersNanoTime());
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
