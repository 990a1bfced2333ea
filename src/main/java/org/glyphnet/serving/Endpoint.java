package org.glyphnet.serving;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a request is to be answered with.
 *
 * @param name for the metrics
 * @param method that it must have
 * @param door who may ask
 * @param answer from the body
 */
record Endpoint(
    String name, String method, Door door, Function<byte[], CompletableFuture<Reply>> answer) {
  static final String GET = "GET";
  static final String POST = "POST";

  /** Who may ask. */
  enum Door {
    /** Whoever asks, by whatever name of a host: it tells nothing, and probes ask by all kinds. */
    PROBE,
    /** Without a token. */
    OPEN,
    /** With the token, where there is one. */
    TOKEN
  }

  static Endpoint get(String name, Door door, Supplier<Reply> answer) {
    return new Endpoint(name, GET, door, body -> CompletableFuture.completedFuture(answer.get()));
  }

  static Endpoint get(String name, Supplier<Reply> answer) {
    return get(name, Door.TOKEN, answer);
  }

  static Endpoint post(String name, Function<byte[], CompletableFuture<Reply>> answer) {
    return new Endpoint(name, POST, Door.TOKEN, answer);
  }

  boolean isPost() {
    return method.equals(POST);
  }
}
