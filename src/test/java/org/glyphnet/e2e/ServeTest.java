package org.glyphnet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process, with a model that the program itself has trained. */
class ServeTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Long enough under way for the process to be told to end meanwhile. */
  private static final int MANY_IMAGES = 3000;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 60);
    Program.Outcome trained =
        new Program(folder)
            .run(
                ("train --dataset idx:bars --epochs 1 --filters1 40 --filters2 40 --units 40"
                        + " --batch-size 8 --model bars --run bars-run")
                    .split(" ", -1));
    assertThat(trained.err()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
  void toldToEndItAnswersWhatIsUnderWayAndEndsWithZero() throws Exception {
    Process process =
        new Program(folder)
            .start("serve", "--port", "0", "--max-batch", "8", "--queue", "" + MANY_IMAGES);
    try {
      URI uri = uri(process);
      URI predict = uri.resolve("v1/models/bars:predict");
      assertThat(post(predict, 1).statusCode()).isEqualTo(200);

      CompletableFuture<HttpResponse<String>> underWay =
          CLIENT.sendAsync(request(predict, MANY_IMAGES), BodyHandlers.ofString());
      waitUntilQueued(uri);
      process.toHandle().destroy(); // SIGTERM; the process's own method would close its streams too

      HttpResponse<String> answer = underWay.get(60, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().split("\"prediction\":", -1)).hasSize(MANY_IMAGES + 1);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
          .contains("bars version 1 is served")
          .doesNotContain("ERROR", "WARN ");
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> post(predict, 1))
          .isInstanceOf(ConnectException.class);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void thePageLinksToTheRunsReport() throws Exception {
    Files.writeString(folder.resolve("runs/bars-run/report.html"), "<h1>The run</h1>");
    Process process = new Program(folder).start("serve", "--port", "0");
    try {
      URI uri = uri(process);

      assertThat(get(uri.resolve("about"))).contains("\"report\":true");
      assertThat(get(uri.resolve("report"))).isEqualTo("<h1>The run</h1>");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Program.Outcome outcome =
          new Program(folder).run("serve", "--port", "" + taken.getLocalPort());

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err())
          .contains("glyphnet: cannot listen on 127.0.0.1, port " + taken.getLocalPort());
    }
  }

  @Test
  void aTokenFileGuardsTheModel() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cret\n");
    Process process =
        new Program(folder)
            .start("serve", "--port", "0", "--token-file", "token", "--model", "bars");
    try {
      URI predict = uri(process).resolve("v1/models/bars:predict");

      assertThat(post(predict, 1).statusCode()).isEqualTo(401);
      assertThat(
              CLIENT
                  .send(
                      HttpRequest.newBuilder(predict)
                          .header("Authorization", "Bearer s3cret")
                          .POST(BodyPublishers.ofString(body(1)))
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void waitUntilQueued(URI uri) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (get(uri.resolve("metrics")).contains("glyphnet_queue_images 0.0")) {
      assertThat(System.nanoTime()).as("the images never wait in the queue").isLessThan(deadline);
    }
  }

  private static String get(URI uri) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  /** Reads the first line, which says where it serves. */
  private static URI uri(Process process) throws IOException {
    String line = process.inputReader().readLine();
    assertThat(line).startsWith("Serving bars version 1 at http://127.0.0.1:");
    return URI.create(line.substring(line.indexOf("http")).split(" ", 2)[0]);
  }

  private static HttpResponse<String> post(URI uri, int images) throws Exception {
    return CLIENT.send(request(uri, images), BodyHandlers.ofString());
  }

  private static HttpRequest request(URI uri, int images) {
    return HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body(images))).build();
  }

  private static String body(int images) {
    String row = "[" + "[0.5],".repeat(TinyDigits.SIZE - 1) + "[1]]";
    String image = "[" + (row + ",").repeat(TinyDigits.SIZE - 1) + row + "]";
    return IntStream.range(0, images)
        .mapToObj(i -> image)
        .collect(Collectors.joining(",", "{\"instances\":[", "]}"));
  }
}
