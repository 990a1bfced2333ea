package org.glyphnet.serving;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Finds out what a request asks for by its path. */
final class Routes {
  /** In a query: which of several models the page is about. */
  private static final String MODEL = "model";

  private final ModelApi api;
  private final InferApi infer;
  private final ServiceMetrics metrics;
  private final Page page = new Page();

  Routes(ModelApi api, InferApi infer, ServiceMetrics metrics) {
    this.api = api;
    this.infer = infer;
    this.metrics = metrics;
  }

  /**
   * The answer's place.
   *
   * @throws Refusal when there is nothing at the request's path
   */
  Endpoint find(Request request) {
    String path = Request.getPathInContext(request);
    Optional<Reply> file = page.at(path);
    if (file.isPresent()) {
      return Endpoint.get("page", Endpoint.Door.OPEN, file::get);
    }
    return switch (path) {
      case "/healthz" -> Endpoint.get("healthz", Endpoint.Door.PROBE, Routes::health);
      case "/metrics", "/monitoring/prometheus/metrics" ->
          Endpoint.get("metrics", () -> text(metrics.text()));
      case "/about" -> about(request);
      case "/report" -> report(request);
      case "/v2" -> Endpoint.get("v2", infer::server);
      case "/v2/health/live" -> Endpoint.get("v2-live", Endpoint.Door.PROBE, infer::live);
      case "/v2/health/ready" -> Endpoint.get("v2-ready", Endpoint.Door.PROBE, infer::ready);
      default -> path.startsWith("/v2/") ? inferred(path, request) : model(path, request);
    };
  }

  private Endpoint about(Request request) {
    String model = query(request).getValue(MODEL);
    return Endpoint.get("about", () -> api.about(model));
  }

  private Endpoint report(Request request) {
    String model = query(request).getValue(MODEL);
    return Endpoint.get("report", () -> api.report(model));
  }

  private Endpoint inferred(String path, Request request) {
    // As it came: an encoded slash of a name is none of the path.
    InferPath asked =
        InferPath.parse(request.getHttpURI().getPath()).orElseThrow(() -> nothingAt(path));
    ModelPath model = asked.model();
    return switch (asked.verb()) {
      case "infer" -> {
        String header = request.getHeaders().get(InferReply.JSON_LENGTH);
        yield Endpoint.post("infer", body -> infer.infer(model, body, header));
      }
      case "ready" -> Endpoint.get("v2-model-ready", () -> infer.ready(model));
      default -> Endpoint.get("v2-metadata", () -> infer.metadata(model));
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
                        : nothingAt(path));
    return switch (model.verb()) {
      case "" -> Endpoint.get("status", () -> api.status(model));
      case "metadata" -> Endpoint.get("metadata", () -> api.metadata(model));
      case "predict" -> Endpoint.post("predict", body -> api.predict(model, body));
      case "image" -> {
        Fields query = query(request);
        yield Endpoint.post(
            "image",
            body ->
                api.image(
                    model,
                    body,
                    new ImageWish(
                        query.get("preparation") == null ? "auto" : query.getValue("preparation"),
                        "true".equals(query.getValue("pixels")),
                        "true".equals(query.getValue("heat")))));
      }
      default ->
          Endpoint.post(
              model.verb(), body -> CompletableFuture.failedFuture(api.wrongSignature(model)));
    };
  }

  private static Refusal nothingAt(String path) {
    return new Refusal(Refusal.NOT_FOUND, "There is nothing at " + path);
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Malformed query: %s", request.getHttpURI().getQuery());
    }
  }

  private static Reply health() {
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
}
