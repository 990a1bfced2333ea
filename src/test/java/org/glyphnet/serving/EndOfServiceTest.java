package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests and connections when the service is told to end. */
class EndOfServiceTest {
  @TempDir Path folder;

  @Test
  void aBodyThatIsUnderWayIsReadToItsEndAndAnswered() throws Exception {
    HttpService service = start();
    String body = "{\"instances\": [" + "[".repeat(3) + "0.5" + "]".repeat(3) + "]}";
    try (Socket socket =
        new Client(service)
            .begin(
                "POST /v1/models/bars:predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n{")) {
      Thread.sleep(300);
      CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);
      Thread.sleep(2500); // longer than Jetty's own second
      socket.getOutputStream().write(body.substring(1).getBytes(UTF_8));
      socket.getOutputStream().flush();

      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      // One pixel is no image of the network's: it was read, and is answered.
      assertThat(answer).startsWith("HTTP/1.1 400").contains("Expecting shape [8,8,1]");
      end.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aConnectionThatIsKeptAliveWithoutARequestDoesNotHoldTheEndUp() throws Exception {
    HttpService service = start();
    try (Socket socket =
        new Client(service).begin("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 200");
      long start = System.nanoTime();

      service.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private HttpService start() throws IOException {
    Path bars = folder.resolve("bars");
    try (TinyModel model = TinyModel.trained(1)) {
      model.export(bars);
    }
    return HttpService.start("bars", bars, ServiceSettings.byDefault().withPort(0));
  }
}
