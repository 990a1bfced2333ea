package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;
import org.glyphnet.inference.Preparation;

/** A service of its own that reloads a model: POST a picture, get the digit. */
final class DigitService implements AutoCloseable {
  private final Classifier classifier;
  private final HttpServer server;

  DigitService(Path model) throws IOException {
    classifier = Classifier.load(model);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/digit", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/digit");
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] picture = exchange.getRequestBody().readAllBytes();
    Classification digit = classifier.classify(picture, Preparation.MNIST);
    byte[] answer = digit.label().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    classifier.close();
  }
}
