package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that cost more than they weigh: each is bounded, and good ones are answered. */
class HostileClientsTest {
  private static final int QUEUE = 20;
  private static final int BODY_BYTES = 4 << 20;
  private static final String PREDICT = "/v1/models/bars:predict";
  private static final String IMAGE = "/v1/models/bars:image";

  @TempDir static Path folder;
  private static HttpService service;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    try (TinyModel model = TinyModel.trained(1)) {
      model.export(folder.resolve("bars"));
    }
    ServiceSettings.Times times =
        new ServiceSettings.Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(8),
            Duration.ofSeconds(8));
    service =
        HttpService.start(
            "bars",
            folder.resolve("bars"),
            ServiceSettings.byDefault()
                .withPort(0)
                .withBatches(8, QUEUE)
                .withLimits(new ServiceSettings.Limits(BODY_BYTES, 300, times)));
    client = new Client(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void moreImagesThanAreTakenAreRefusedWithBothNumbers() throws Exception {
    String image = image();

    assertThat(client.post(PREDICT, instances(image, QUEUE)).statusCode()).isEqualTo(200);
    for (String body :
        List.of(
            instances(image, QUEUE + 17),
            instances("{\"b64\": \"\"}", QUEUE + 17).replaceAll("\\{\"b64\": \"\"}", image),
            "{\"inputs\": " + list(image, QUEUE + 17) + "}")) {
      var answer = client.post(PREDICT, body);
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("The request has 37 images; at most 20 are taken at once");
    }
  }

  @Test
  void aHeadThatTricklesIsCut() throws Exception {
    try (Socket socket = client.begin("GET /healthz HTTP/1.1\r\nHost: localhost\r\n")) {
      assertThat(isCutWhileItTrickles(socket)).isTrue();
    }
  }

  @Test
  void aSecondHeadThatTricklesIsCutToo() throws Exception {
    try (Socket socket = client.begin("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 200");
      Thread.sleep(600);
      assertThat(isCutWhileItTrickles(socket)).isTrue();
    }
  }

  private static boolean isCutWhileItTrickles(Socket socket) throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      try {
        socket.getOutputStream().write('X');
      } catch (IOException e) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  @Test
  void bodiesThatAreAnnouncedAndDoNotComeTakeNoMemoryOfOthers() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        waiting.add(client.begin(head(BODY_BYTES) + "{"));
      }
      assertThat(client.post(PREDICT, instances(image(), 2)).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void bodiesTogetherHaveALimitAfterWhichTheyAreTakenAgain() throws Exception {
    int refused = 0;
    List<Socket> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = client.begin(head(BODY_BYTES));
        waiting.add(socket);
        socket.setSoTimeout(300);
        try {
          socket.getOutputStream().write(" ".repeat(BODY_BYTES - 10).getBytes(UTF_8));
          socket.getOutputStream().flush();
          byte[] status = socket.getInputStream().readNBytes(12);
          refused += new String(status, UTF_8).equals("HTTP/1.1 503") ? 1 : 0;
        } catch (SocketTimeoutException e) {
          // It waits for the rest of the body.
        } catch (SocketException e) {
          // The refusal closes the connection, at times before all of the body was sent.
          refused++;
        }
        if (refused > 0) {
          break;
        }
      }
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
    assertThat(refused).isPositive();
    Thread.sleep(500);
    assertThat(client.post(PREDICT, instances(image(), 2)).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyPngAndJpegAreDecoded() throws Exception {
    for (String format : List.of("gif", "bmp", "tiff")) {
      var answer = client.post(IMAGE, encoded(format));
      assertThat(answer.statusCode()).as(format).isEqualTo(400);
      assertThat(answer.body()).contains("only PNG and JPEG are taken");
    }
    for (String format : List.of("png", "jpg")) {
      assertThat(client.post(IMAGE, encoded(format)).statusCode()).as(format).isEqualTo(200);
    }
  }

  @Test
  void aPictureThatClaimsMoreThanTheBoundIsRefusedUndecoded() throws Exception {
    byte[] claims = claiming(encoded("png"), 20_000, 20_000);
    long start = System.nanoTime();

    var answer = client.post(IMAGE, claims);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("claims 20,000 x 20,000 pixels");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aPictureInARequestIsDecodedOnlyWhenItHasTheNetworksSize() throws Exception {
    String claims = Base64.getEncoder().encodeToString(claiming(encoded("png"), 9_000, 9_000));

    var answer = client.post(PREDICT, instances("{\"b64\": \"" + claims + "\"}", 1));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("a picture of 9,000 x 9,000 pixels; the network takes 8 x 8");
  }

  @Test
  void unknownKeysTakeTimeInProportionToTheirNumber() throws Exception {
    unknownKeys(20_000); // warms up
    long few = unknownKeys(20_000);
    long many = unknownKeys(160_000);

    // Eight times as many; quadratic time would be 64 times as long.
    assertThat(many).isLessThan(30 * Math.max(few, 5_000_000));
  }

  @Test
  void keysWithEqualHashesTakeNoLongerThanOthers() throws Exception {
    StringBuilder keys = new StringBuilder("{");
    for (int i = 0; i < 1 << 14; i++) {
      for (int bit = 0; bit < 14; bit++) {
        // "Aa" and "BB" have the same hash, and so have all words of them.
        keys.append(bit == 0 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.append("\": 0, ");
    }
    String body = keys.append("\"instances\": []}").toString();
    long start = System.nanoTime();

    assertThat(client.post(PREDICT, body).statusCode()).isEqualTo(400);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void aCompressedBodyIsReadAndOneThatGrowsBeyondTheLimitRefused() throws Exception {
    byte[] good = gzip(instances(image(), 1).getBytes(UTF_8));
    byte[] bomb = gzip(new byte[BODY_BYTES + 1]);

    assertThat(client.post(PREDICT, good, "Content-Encoding", "gzip").statusCode()).isEqualTo(200);
    var answer = client.post(PREDICT, bomb, "Content-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(client.post(PREDICT, good, "Content-Encoding", "br").statusCode()).isEqualTo(415);
    assertThat(client.post(PREDICT, new byte[20], "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 5);
    answer = client.post(PREDICT, cut, "Content-Encoding", "gzip");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"The body's gzip ends in the middle\"}");
  }

  private static long unknownKeys(int count) throws Exception {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      json.append("\"key").append(i).append("\": ").append(i).append(", ");
    }
    byte[] body =
        json.append("\"instances\": ")
            .append(list(image(), 1))
            .append('}')
            .toString()
            .getBytes(UTF_8);
    long start = System.nanoTime();
    assertThat(client.post(PREDICT, body).statusCode()).isEqualTo(200);
    return System.nanoTime() - start;
  }

  private static String head(int announced) {
    return "POST "
        + PREDICT
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + announced
        + "\r\n\r\n";
  }

  private static String image() {
    String row = list("[0.5]", 8);
    return list(row, 8);
  }

  private static String instances(String image, int count) {
    return "{\"instances\": " + list(image, count) + "}";
  }

  private static String list(String element, int count) {
    return "[" + String.join(", ", java.util.Collections.nCopies(count, element)) + "]";
  }

  private static byte[] encoded(String format) throws IOException {
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(3, 3, 0xffffff);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** A PNG whose header claims another size. */
  private static byte[] claiming(byte[] png, int width, int height) {
    ByteBuffer bytes = ByteBuffer.wrap(png.clone());
    bytes.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 12, 17);
    bytes.putInt(29, (int) crc.getValue());
    return bytes.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
