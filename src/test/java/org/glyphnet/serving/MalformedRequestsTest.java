package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.glyphnet.data.synthetic.SyntheticDigits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand requests that are wrong in generated ways, byte by byte on a socket. */
class MalformedRequestsTest {
  private static final int COUNT = 1000;

  @TempDir static Path folder;
  private static HttpService service;
  private static String good;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("digits");
    TinyModel.exportDigits(model, 1);
    ServiceSettings.Limits limits =
        new ServiceSettings.Limits(
            200_000,
            512,
            new ServiceSettings.Times(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5)));
    service =
        HttpService.start(
            "digits", model, ServiceSettings.byDefault().withPort(0).withLimits(limits));
    byte[] digit = SyntheticDigits.generate(1, 5).imageBytes(0);
    StringBuilder json = new StringBuilder("{\"instances\": [[");
    for (int y = 0; y < 28; y++) {
      json.append(y == 0 ? "[" : ", [");
      for (int x = 0; x < 28; x++) {
        json.append(x == 0 ? "[" : ", [").append((digit[28 * y + x] & 0xff) / 255f).append(']');
      }
      json.append(']');
    }
    good = json.append("]]}").toString();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void eachIsAnsweredWithAnErrorOfTheClientsAndThenAGoodOneIsAnswered() throws Exception {
    List<CompletableFuture<String>> slow =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> answer(slowRequest(i), false)))
            .toList();
    Random random = new Random(20);
    for (int i = 0; i < COUNT - slow.size(); i++) {
      byte[] request = request(i % 14, random);

      String answer = answer(request, i % 14 >= 11);

      assertThat(answer)
          .as("request %d: %s", i, shortened(request))
          .matches("(?s)HTTP/1.1 4\\d\\d .*");
      assertThat(answer).as("request %d: %s", i, shortened(request)).contains("{\"error\":");
    }
    for (CompletableFuture<String> answer : slow) {
      assertThat(answer.get()).startsWith("HTTP/1.1 408 ");
    }
    assertThat(answer(post(":predict", good.getBytes(UTF_8)), false)).startsWith("HTTP/1.1 200 ");
  }

  private static byte[] request(int kind, Random random) throws IOException {
    return switch (kind) {
      case 0 -> predict(good.substring(0, random.nextInt(good.length()))); // truncated
      case 1 -> predict("{\"instances\": " + "[".repeat(1 + random.nextInt(50_000)));
      case 2 -> predict(replaced(random, "1e" + (39 + random.nextInt(100_000))));
      case 3 ->
          predict(replaced(random, pick(random, "NaN", "Infinity", "-Infinity", "nan", "0x1")));
      case 4 ->
          predict(replaced(random, pick(random, "\"1\"", "true", "null", "{}", "{\"a\": 1}")));
      case 5 -> predict(replaced(random, pick(random, "[0]", "0], [0", "0, 0", "", "[]")));
      case 6 -> predict("{\"instances\": [{\"b64\": \"" + noise(random, 64, ISO_8859_1) + "\"}]}");
      case 7 -> // well-formed base64 of what is no picture
          predict(
              "{\"instances\": [{\"b64\": \""
                  + Base64.getEncoder().encodeToString(bytes(random, random.nextInt(300)))
                  + "\"}]}");
      case 8 -> post(":image", damagedPng(random));
      case 9 -> predict(replaced(random, "9".repeat(1 + random.nextInt(3000)) + "x"));
      case 10 -> post(":predict", bytes(random, random.nextInt(2000)));
      // The last kinds end the sending half of the connection: the body is shorter than announced.
      case 11 -> head("Content-Length: " + (good.length() + 1 + random.nextInt(1000)), good);
      case 12 ->
          head(
              "Content-Length: " + pick(random, "-1", "12x", "99999999999999999999", "1, 2"), good);
      default -> head("Transfer-Encoding: chunked", pick(random, "x\r\n", "5\r\nab", "-3\r\nabc"));
    };
  }

  /** The good document with one of its numbers replaced. */
  private static String replaced(Random random, String by) {
    int at = good.indexOf('[', random.nextInt(good.length() - 20));
    int start = at + 1;
    while (good.charAt(start) == '[' || good.charAt(start) == ' ') {
      start++;
    }
    int end = start;
    while (good.charAt(end) != ']') {
      end++;
    }
    return good.substring(0, start) + by + good.substring(end);
  }

  private static byte[] damagedPng(Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    java.awt.image.BufferedImage picture =
        new java.awt.image.BufferedImage(28, 28, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 784; i++) {
      picture.getRaster().setSample(i % 28, i / 28, 0, random.nextInt(256));
    }
    javax.imageio.ImageIO.write(picture, "png", out);
    byte[] png = out.toByteArray();
    if (random.nextBoolean()) {
      return Arrays.copyOf(png, random.nextInt(png.length / 2));
    }
    png[16 + random.nextInt(4)] = (byte) 0x7f; // a width of billions of pixels
    return png;
  }

  private static byte[] predict(String json) {
    return post(":predict", json.getBytes(UTF_8));
  }

  private static byte[] post(String verb, byte[] body) {
    byte[] head =
        ("POST /v1/models/digits"
                + verb
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] head(String length, String body) {
    return ("POST /v1/models/digits:predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  /** A body that never comes whole. */
  private static byte[] slowRequest(int i) {
    return head("Content-Length: 5000", good.substring(0, 10 * i));
  }

  private static String answer(byte[] request, boolean end) {
    try (Socket socket = new Socket(service.uri().getHost(), service.uri().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      if (end) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(shortened(request), e);
    }
  }

  private static String shortened(byte[] request) {
    String text = new String(request, ISO_8859_1);
    return text.length() > 400 ? text.substring(0, 400) + "..." : text;
  }

  private static String noise(Random random, int length, java.nio.charset.Charset charset) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('!' + random.nextInt(60))); // without quotes' escapes, with non-base64
    }
    return new String(
        text.toString().replace('"', '!').replace('\\', '!').getBytes(UTF_8), charset);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
