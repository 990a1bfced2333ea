package org.glyphnet.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The calls of MLflow's <a href="https://mlflow.org/docs/latest/rest-api.html">REST API</a> 2.0
 * that a training needs. Every one throws an {@link IOException} when the server cannot be reached,
 * takes too long or refuses.
 */
final class MlflowClient {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parameters that one {@code log-batch} may have, and characters of a value. */
  private static final int MOST_PARAMS = 100;

  private static final int MOST_CHARACTERS = 500;
  private static final int MOST_METRICS = 1000;
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private final MlflowServer server;
  private final HttpClient http;

  MlflowClient(MlflowServer server) {
    this.server = server;
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  }

  /** One number of a run at a step. */
  record Metric(String key, double value, long timestamp, long step) {}

  /** How a run stands, by the API's words. */
  enum Status {
    RUNNING,
    FINISHED,
    FAILED,
    KILLED
  }

  /** The experiment's id; it is made when there is none of that name. */
  String experiment(String name) throws IOException {
    String query = "?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpResponse<String> found = send(request("experiments/get-by-name" + query).GET().build());
    if (found.statusCode() == NOT_FOUND) {
      return text(
          post("experiments/create", JSON.createObjectNode().put("name", name)), "/experiment_id");
    }
    return text(checked("experiments/get-by-name", found), "/experiment/experiment_id");
  }

  /** Begins a run; returns its id. */
  String createRun(String experiment, String name, long now, Map<String, String> tags)
      throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("experiment_id", experiment)
            .put("run_name", name)
            .put("start_time", now);
    body.set("tags", pairs(tags));
    return text(post("runs/create", body), "/run/info/run_id");
  }

  /** Tells parameters, in as many calls as they need. */
  void logParams(String run, Map<String, String> params) throws IOException {
    ArrayNode all = pairs(params);
    for (int from = 0; from < all.size(); from += MOST_PARAMS) {
      ObjectNode body = JSON.createObjectNode().put("run_id", run);
      ArrayNode some = body.putArray("params");
      for (int i = from; i < Math.min(all.size(), from + MOST_PARAMS); i++) {
        some.add(all.get(i));
      }
      post("runs/log-batch", body);
    }
  }

  /** Tells numbers, in as many calls as they need. */
  void logMetrics(String run, List<Metric> metrics) throws IOException {
    for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
      ObjectNode body = JSON.createObjectNode().put("run_id", run);
      body.set(
          "metrics",
          JSON.valueToTree(metrics.subList(from, Math.min(metrics.size(), from + MOST_METRICS))));
      post("runs/log-batch", body);
    }
  }

  /** Tells how a run stands, and unless it goes on, when it ended. */
  void update(String run, Status status, long now) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("run_id", run).put("status", status.name());
    if (status != Status.RUNNING) {
      body.put("end_time", now);
    }
    post("runs/update", body);
  }

  private static ArrayNode pairs(Map<String, String> values) {
    ArrayNode pairs = JSON.createArrayNode();
    values.forEach(
        (key, value) ->
            pairs
                .addObject()
                .put("key", key)
                .put("value", value.substring(0, Math.min(value.length(), MOST_CHARACTERS))));
    return pairs;
  }

  private JsonNode post(String call, ObjectNode body) throws IOException {
    return checked(
        call,
        send(
            request(call)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build()));
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/2.0/mlflow/" + call))
            .timeout(LIMIT);
    server.authorization().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("cannot be reached: " + reason, e);
    }
  }

  private static JsonNode checked(String call, HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != OK) {
      throw new IOException(call + ": status " + answer.statusCode());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IOException(call + ": the answer is no JSON", e);
    }
  }

  private static String text(JsonNode answer, String pointer) throws IOException {
    String text = answer.at(pointer).asText("");
    if (text.isEmpty()) {
      throw new IOException("the answer lacks " + pointer);
    }
    return text;
  }
}
