package org.glyphnet.data.sources;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mirror on this machine that serves files, well or badly. */
final class TestServer implements AutoCloseable {
  /** How it sends a body. */
  enum Manner {
    WELL,
    /** Without knowing ranges. */
    WHOLE_ONLY,
    /** Half of what is asked for, then it hangs up; each try gets further. */
    CUT,
    /** Half of what is asked for, then nothing any more. */
    STALLED,
    /** Other bytes of the right number. */
    WRONG,
    UNAVAILABLE
  }

  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Manner manner;

  TestServer(Manner manner) throws IOException {
    this.manner = manner;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  void put(String name, byte[] content) {
    files.put("/" + name, content);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Method, path and range of each request so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
    byte[] file = files.get(path);
    try (exchange) {
      if (file == null || manner == Manner.UNAVAILABLE) {
        exchange.sendResponseHeaders(file == null ? 404 : 503, -1);
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        send(exchange, file, range);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] file, String range) throws IOException {
    boolean partial = range != null && manner != Manner.WHOLE_ONLY;
    int from = partial ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
    if (from >= file.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    byte[] part = Arrays.copyOfRange(file, from, file.length);
    if (manner == Manner.WRONG) {
      Arrays.fill(part, (byte) 7);
    }
    exchange.sendResponseHeaders(partial ? 206 : 200, part.length);
    OutputStream out = exchange.getResponseBody();
    boolean half = manner == Manner.CUT || manner == Manner.STALLED;
    out.write(part, 0, half ? (part.length + 1) / 2 : part.length);
    out.flush();
    if (manner == Manner.STALLED) {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
