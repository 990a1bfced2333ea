package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's view of the service; forms and answers are those of TensorFlow Serving's REST API. */
class HttpServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TinyModel model;
  private static HttpService service;

  @BeforeAll
  static void start() throws IOException {
    model = TinyModel.trained(1);
    model.export(folder.resolve("bars"));
    service =
        HttpService.start("bars", folder.resolve("bars"), ServiceSettings.byDefault().withPort(0));
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
  }

  @Test
  void statusIsAsTensorFlowServingTellsIt() throws Exception {
    String expected =
        "{\"model_version_status\":[{\"version\":\"1\",\"state\":\"AVAILABLE\","
            + "\"status\":{\"error_code\":\"OK\",\"error_message\":\"\"}}]}";

    assertThat(get("/v1/models/bars").body()).isEqualTo(expected);
    assertThat(get("/v1/models/bars/versions/1").body()).isEqualTo(expected);
    assertThat(get("/V1/Models/bars").body()).isEqualTo(expected);
    assertThat(get("/v1/models/bars").headers().firstValue("content-type"))
        .contains("application/json");
  }

  @Test
  void metadataHoldsTheSignature() throws Exception {
    JsonNode metadata = JSON.readTree(get("/v1/models/bars/metadata").body());

    assertThat(metadata.at("/model_spec/name").asText()).isEqualTo("bars");
    assertThat(metadata.at("/model_spec/version").asText()).isEqualTo("1");
    JsonNode signature = metadata.at("/metadata/signature_def/signature_def/serving_default");
    assertThat(signature.at("/method_name").asText()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.at("/inputs/image/dtype").asText()).isEqualTo("DT_FLOAT");
    assertThat(signature.at("/inputs/image/tensor_shape/dim/0/size").asText()).isEqualTo("-1");
    assertThat(signature.at("/inputs/image/tensor_shape/dim/1/size").asText()).isEqualTo("8");
    assertThat(signature.at("/outputs/prediction/dtype").asText()).isEqualTo("DT_INT64");
  }

  @Test
  void rowsAndColumnsEqualTheTrainingGraphToTheBit() throws Exception {
    List<float[]> images = IntStream.range(0, 17).mapToObj(TinyModel::image).toList();
    float[] expected = model.trainingScores(images);
    String all = images.stream().map(HttpServiceTest::list).collect(Collectors.joining(","));

    JsonNode rows =
        JSON.readTree(post("/v1/models/bars:predict", "{\"instances\":[" + all + "]}").body())
            .get("predictions");
    JsonNode columns =
        JSON.readTree(
                post("/v1/models/bars/versions/1:predict", "{\"inputs\":{\"image\":[" + all + "]}}")
                    .body())
            .get("outputs");

    assertThat(rows).hasSize(17);
    for (int i = 0; i < 17; i++) {
      float[] scores = Arrays.copyOfRange(expected, 3 * i, 3 * i + 3);
      assertThat(floats(rows.get(i).get("scores"))).isEqualTo(scores);
      assertThat(floats(columns.get("scores").get(i))).isEqualTo(scores);
      assertThat(floats(columns.get("probabilities").get(i)))
          .isEqualTo(floats(rows.get(i).get("probabilities")));
      assertThat(columns.get("prediction").get(i)).isEqualTo(rows.get(i).get("prediction"));
      assertThat(scores[rows.get(i).get("prediction").asInt()]).isEqualTo(max(scores));
    }
  }

  @Test
  void whateverTheBatchScoresAgreeTo1e5() throws Exception {
    List<float[]> images = IntStream.range(0, 60).mapToObj(TinyModel::image).toList();
    float[] expected = model.trainingScores(images);
    for (int i = 0; i < 60; i++) {
      float[] alone = floats(predict(images.get(i)).get("scores"));
      for (int number = 0; number < 3; number++) {
        assertThat(alone[number])
            .isCloseTo(expected[3 * i + number], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void aPictureIsAnsweredWithItsLabelAndWhatTheNetworkSaw() throws Exception {
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, 8, 8, TinyModel.BARS.imageBytes(3));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);

    HttpResponse<String> answer =
        send(
            request("/v1/models/bars:image?pixels=true&heat=true")
                .POST(BodyPublishers.ofByteArray(png.toByteArray())));

    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.at("/predictions/0/scores"))
        .isEqualTo(predict(TinyModel.image(3)).get("scores"));
    assertThat(json.at("/predictions/0/label").asText())
        .isEqualTo(TinyModel.BARS.classNames().get(json.at("/predictions/0/prediction").asInt()));
    assertThat(Base64.getDecoder().decode(json.get("pixels").asText()))
        .isEqualTo(TinyModel.BARS.imageBytes(3));
    byte[] heat = Base64.getDecoder().decode(json.get("heat").asText());
    assertThat(heat).hasSize(TinyModel.BARS.shape().height() * TinyModel.BARS.shape().width());
    assertThat(heat).as("the hottest place").contains((byte) 255);
  }

  @Test
  void errorsHaveTensorFlowServingsForm() throws Exception {
    String good = "{\"instances\":[" + list(TinyModel.image(0)) + "]}";
    assertError(get("/v1/models/other"), 404, "Could not find any versions of model other");
    assertError(get("/v1/models/bars/versions/9"), 404, "Could not find version 9 of model bars");
    assertError(get("/v1/models/bars/versions/99999999999999999999"), 400, "to numeric");
    assertError(get("/v1/models/bars/labels/canary"), 400, "label: canary");
    assertError(get("/v1/models"), 400, "Malformed request: GET /v1/models");
    assertError(get("/nowhere"), 404, "nothing at /nowhere");
    assertError(
        post("/v1/models/other:predict", good),
        404,
        "Servable not found for request: Latest(other)");
    assertError(
        post("/v1/models/bars/versions/2:predict", good),
        404,
        "Servable not found for request: Specific(bars, 2)");
    assertError(
        post("/v1/models/bars:predict", good.replace("}", ",\"signature_name\":\"x\"}")),
        400,
        "Serving signature name: \"x\" not found in signature def");
    assertError(post("/v1/models/bars:classify", "{}"), 400, "Expected classification signature");
    assertError(post("/v1/models/bars:predict", "{"), 400, "JSON Parse error");
    assertError(
        post("/v1/models/bars:predict", "{\"instances\":[[1]]}"), 400, "Expecting shape [8,8,1]");
    assertError(post("/v1/models/bars:image", "no picture"), 400, "not an image");
    assertError(post("/v1/models/bars:image?preparation=odd", "x"), 400, "not an image");
    assertError(
        send(request("/v1/models/bars:predict").PUT(BodyPublishers.ofString(good))),
        405,
        "it takes POST");
    assertError(get("/v1/models/bars:predict"), 405, "it takes POST");
    assertError(post("/v1/models/bars", ""), 405, "it takes GET");
    assertThat(get("/v1/models/bars:predict").headers().firstValue("allow")).contains("POST");
  }

  @Test
  void pixelsThatOverflowAreRefused() throws Exception {
    float[] monstrous = new float[64];
    Arrays.fill(monstrous, Float.MAX_VALUE);

    assertError(
        post("/v1/models/bars:predict", "{\"instances\":[" + list(monstrous) + "]}"),
        400,
        "no finite scores");
  }

  @Test
  void metricsTellOfRequestsBatchesAndMemory() throws Exception {
    predict(TinyModel.image(0));

    String metrics = get("/metrics").body();

    assertThat(metrics)
        .containsPattern(
            "glyphnet_requests_seconds_count\\{endpoint=\"predict\",status=\"200\"\\} [1-9]")
        .containsPattern("glyphnet_batch_images_count [1-9]")
        .contains("glyphnet_queue_images 0.0", "glyphnet_model_version{model=\"bars\"} 1.0")
        .containsPattern("process_resident_memory_bytes [1-9]")
        .contains("jvm_memory_used_bytes");
    assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void tooLargeABodyIsRefused() throws Exception {
    ServiceSettings.Limits limits =
        new ServiceSettings.Limits(
            1000,
            512,
            new ServiceSettings.Times(
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3)));
    try (HttpService small = start(ServiceSettings.byDefault().withPort(0).withLimits(limits))) {
      String large = "{\"instances\":[" + " ".repeat(2000) + "]}";
      HttpRequest.Builder announced =
          HttpRequest.newBuilder(small.uri().resolve("v1/models/bars:predict"))
              .POST(BodyPublishers.ofString(large));
      HttpRequest.Builder chunked =
          HttpRequest.newBuilder(small.uri().resolve("v1/models/bars:predict"))
              .POST(
                  BodyPublishers.ofInputStream(
                      () -> new java.io.ByteArrayInputStream(large.getBytes(UTF_8))));

      assertError(send(announced), 413, "larger than the 1,000 bytes");
      assertError(send(chunked), 413, "larger than the 1,000 bytes");
      assertThat(slowly(small, "POST /v1/models/bars:predict HTTP/1.1\r\nHost: localhost\r\n"))
          .startsWith("HTTP/1.1 408 ")
          .contains("{\"error\":\"The body was not there within 1 seconds\"}");
    }
  }

  @Test
  void aTokenIsNeededWhereThereIsOne() throws Exception {
    try (HttpService closed = start(ServiceSettings.byDefault().withPort(0).withToken("s3cret"))) {
      URI status = closed.uri().resolve("v1/models/bars");

      assertError(send(HttpRequest.newBuilder(status)), 401, "bearer token");
      assertError(
          send(HttpRequest.newBuilder(status).header("Authorization", "Bearer s3cre")),
          401,
          "bearer token");
      assertThat(
              send(HttpRequest.newBuilder(status).header("Authorization", "Bearer s3cret"))
                  .statusCode())
          .isEqualTo(200);
      assertThat(send(HttpRequest.newBuilder(closed.uri().resolve("healthz"))).statusCode())
          .isEqualTo(200);
      assertError(send(HttpRequest.newBuilder(closed.uri().resolve("metrics"))), 401, "token");
    }
  }

  @Test
  void noPathReachesAFile() throws Exception {
    for (String path :
        new String[] {
          "/../../../../etc/passwd",
          "/..%2f..%2fetc/passwd",
          "/page.js/../../logback.xml",
          "/%2e%2e/logback.xml",
          "/logback.xml",
          "/index.html",
          "//etc/passwd",
          "/v1/models/..:predict",
          "/v1/models/%2e%2e%2fbars",
          "/report"
        }) {
      assertThat(raw("GET " + path + " HTTP/1.1"))
          .as(path)
          .startsWith("HTTP/1.1 4")
          .contains("{\"error\":");
    }
  }

  private static HttpService start(ServiceSettings settings) throws IOException {
    return HttpService.start("bars", folder.resolve("bars"), settings);
  }

  /** Sends a head and a body that never comes; returns all that is answered. */
  private static String slowly(HttpService to, String head) throws IOException {
    try (Socket socket = new Socket(to.uri().getHost(), to.uri().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "Content-Length: 10\r\n\r\n{").getBytes(UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static JsonNode predict(float[] image) throws Exception {
    return JSON.readTree(
            post("/v1/models/bars:predict", "{\"instances\":[" + list(image) + "]}").body())
        .at("/predictions/0");
  }

  private static void assertError(HttpResponse<String> answer, int status, String reason)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode json = JSON.readTree(answer.body());
    assertThat(json.fieldNames()).toIterable().containsExactly("error");
    assertThat(json.get("error").asText()).contains(reason);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service.uri().toString().replaceAll("/$", path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
  }

  /** All that is answered to a request line as it is, which the client would put in order. */
  private static String raw(String line) throws IOException {
    try (Socket socket = new Socket(service.uri().getHost(), service.uri().getPort())) {
      socket
          .getOutputStream()
          .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** An image of 8x8x1 as nested lists. */
  private static String list(float[] image) {
    return IntStream.range(0, 8)
        .mapToObj(
            y ->
                IntStream.range(0, 8)
                    .mapToObj(x -> "[" + image[8 * y + x] + "]")
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(list.get(i).asText());
    }
    return values;
  }

  private static float max(float[] values) {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
