package org.glyphnet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that records the calls of MLflow's REST API and answers them as its documentation says
 * (mlflow.org/docs/latest/rest-api.html, version 2.0).
 */
final class TrackingServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();
  private volatile boolean broken;

  /** One call: what stands behind {@code /api/2.0/mlflow/}, and its body. */
  record Call(String method, String path, String authorization, JsonNode body) {}

  TrackingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/mlflow/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Call> calls() {
    return calls;
  }

  List<Call> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  void breakDown(boolean isBroken) {
    broken = isBroken;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replace("/api/2.0/mlflow/", "");
    byte[] body = exchange.getRequestBody().readAllBytes();
    calls.add(
        new Call(
            exchange.getRequestMethod(),
            path,
            exchange.getRequestHeaders().getFirst("Authorization"),
            body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body)));
    ObjectNode answer = JSON.createObjectNode();
    int status = broken ? 500 : 200;
    switch (path) {
      case "experiments/get-by-name?experiment_name=glyphnet" -> {
        status = broken ? 500 : 404;
        answer.put("error_code", "RESOURCE_DOES_NOT_EXIST");
      }
      case "experiments/create" -> answer.put("experiment_id", "7");
      case "runs/create" ->
          answer.putObject("run").putObject("info").put("run_id", "run-" + runs.incrementAndGet());
      default -> {}
    }
    byte[] text = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
