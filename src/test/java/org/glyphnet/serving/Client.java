package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service, in order or byte by byte. */
record Client(HttpService service) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path), headers);
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)), headers);
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return post(path, body.getBytes(UTF_8));
  }

  /** Opens a connection and sends the beginning of a request. */
  Socket begin(String text) throws IOException {
    Socket socket = new Socket(service.uri().getHost(), service.uri().getPort());
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  /** All that is answered to a text. */
  String raw(String text) throws IOException {
    try (Socket socket = begin(text)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service.uri().toString().replaceAll("/$", path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws Exception {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }
}
