package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.glyphnet.inference.ServingGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP and JSON add to a run of the session, measured in one process. */
class LoneRequestTest {
  private static final int WARM_UP = 1000;
  private static final int ROUNDS = 500;

  /** The promise; without other work on the machine it is a fifth of that. */
  private static final double MOST_MILLIS_ABOVE = 1.5;

  @TempDir Path folder;

  @Test
  void aLoneRequestTakesLittleMoreThanTheSessionsRun() throws IOException {
    Path model = folder.resolve("digits");
    TinyModel.exportDigits(model, 1);
    float[] pixels = new float[784];
    SyntheticDigits.generate(1, 5).copyScaled(0, pixels, 0);
    byte[] request = request(pixels);
    double[] bare = new double[ROUNDS];
    double[] http = new double[ROUNDS];
    try (HttpService service =
            HttpService.start("digits", model, ServiceSettings.byDefault().withPort(0));
        ServingGraph graph = ServingGraph.load(model.resolve("1"), session());
        Socket socket = new Socket(service.uri().getHost(), service.uri().getPort())) {
      socket.setTcpNoDelay(true);
      // In turn, so that other work on the machine hits both alike.
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        long start = System.nanoTime();
        graph.run(List.of(pixels), 1);
        long middle = System.nanoTime();
        ask(socket, request);
        long end = System.nanoTime();
        if (i >= 0) {
          bare[i] = (middle - start) / 1e6;
          http[i] = (end - middle) / 1e6;
        }
      }
    }
    Arrays.sort(bare);
    Arrays.sort(http);
    double above = http[ROUNDS / 2] - bare[ROUNDS / 2];
    System.out.printf(
        Locale.ROOT,
        "lone request: p50 %.3f ms, bare session run %.3f ms, above %.3f ms%n",
        http[ROUNDS / 2],
        bare[ROUNDS / 2],
        above);

    assertThat(above).isLessThan(MOST_MILLIS_ABOVE);
  }

  private static org.glyphnet.network.SessionSettings session() {
    return ServiceSettings.byDefault().session();
  }

  private static byte[] request(float[] pixels) {
    StringBuilder json = new StringBuilder("{\"instances\": [[");
    for (int y = 0; y < 28; y++) {
      json.append(y == 0 ? "[" : ", [");
      for (int x = 0; x < 28; x++) {
        json.append(x == 0 ? "[" : ", [").append(pixels[28 * y + x]).append(']');
      }
      json.append(']');
    }
    json.append("]]}");
    return ("POST /v1/models/digits:predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + json.length()
            + "\r\n\r\n"
            + json)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends a request and reads its answer to the end. */
  private static void ask(Socket socket, byte[] request) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(request);
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    do {
      answer.write(part, 0, in.read(part));
    } while (!answer.toString(StandardCharsets.US_ASCII).endsWith("}]}"));
    assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
  }
}
