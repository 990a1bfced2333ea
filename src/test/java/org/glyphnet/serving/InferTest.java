package org.glyphnet.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Open Inference Protocol over REST, as kserve/open-inference-protocol's inference_rest.md has
 * it, and Triton's extension_binary_data.md.
 */
class InferTest {
  private static final int MALFORMED = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static HttpService service;
  private static String shape;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("bars");
    try (TinyModel trained = TinyModel.trained(1)) {
      trained.export(model);
    }
    service = HttpService.start("bars", model, ServiceSettings.byDefault().withPort(0));
    var image = TinyModel.BARS.shape();
    shape = image.height() + "," + image.width() + "," + image.channels();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void theServerAndItsHealthAreTold() throws Exception {
    assertThat(json(get("/v2")).path("extensions").get(0).asText()).isEqualTo("binary_tensor_data");
    assertThat(json(get("/v2/health/live")).path("live").asBoolean()).isTrue();
    assertThat(json(get("/v2/health/ready")).path("ready").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/v2/models/bars", "/v2/models/bars/versions/1"})
  void metadataHasTheSpecificationsFields(String path) throws Exception {
    JsonNode metadata = json(get(path));

    assertThat(metadata.path("name").asText()).isEqualTo("bars");
    assertThat(metadata.path("versions").get(0).isTextual()).isTrue();
    assertThat(metadata.path("platform").asText()).isEqualTo("tensorflow_savedmodel");
    assertThat(metadata.path("inputs")).hasSize(1);
    assertThat(metadata.path("inputs").get(0).path("datatype").asText()).isEqualTo("FP32");
    assertThat(metadata.path("inputs").get(0).path("shape").get(0).asLong()).isEqualTo(-1);
    assertThat(metadata.path("outputs")).hasSize(3);
    assertThat(json(get(path + "/ready")).path("ready").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/models/other, 404",
    "/v2/models/other/ready, 404",
    "/v2/models/bars/versions/9, 404",
    "/v2/models/bars/versions/one, 400",
    "/v2/models/bars/versions/1/nothing, 404",
    "/v2/nothing, 404"
  })
  void whatIsNotThereIsAnErrorInTheSpecificationsForm(String path, int status) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).path("error").isTextual()).isTrue();
  }

  @Test
  void flatNestedAndBinaryDataHaveTheScoresOfTheOtherApiToTheBit() throws Exception {
    String row = "[" + nested(0) + "," + nested(1) + "]";
    JsonNode v1 =
        json(post("/v1/models/bars:predict", ("{\"instances\":" + row + "}").getBytes(UTF_8)));
    List<Float> expected = new ArrayList<>();
    v1.path("predictions")
        .forEach(one -> one.path("scores").forEach(score -> expected.add(score.floatValue())));

    String flat = "[" + numbers(0) + "," + numbers(1) + "]";
    assertThat(scores(infer(request(2, "\"data\":" + flat, ""), null))).isEqualTo(expected);
    assertThat(scores(infer(request(2, "\"data\":" + row, ""), null))).isEqualTo(expected);

    byte[] head = request(2, binary(2), "").getBytes(UTF_8);
    HttpResponse<byte[]> answer = infer(joined(head, bytes(0, 1)), Integer.toString(head.length));
    assertThat(scores(answer)).isEqualTo(expected);
  }

  @Test
  void outputsAreThoseThatWereAskedForInTheirOrderAndTheIdComesBack() throws Exception {
    JsonNode answer =
        json(
            infer(
                request(
                    1,
                    "\"data\":[" + numbers(0) + "]",
                    ",\"id\":\"42\",\"outputs\":[{\"name\":\"prediction\"},{\"name\":\"scores\"}]"),
                null));

    assertThat(answer.path("id").asText()).isEqualTo("42");
    assertThat(answer.path("model_name").asText()).isEqualTo("bars");
    assertThat(answer.path("model_version").asText()).isEqualTo("1");
    assertThat(answer.path("outputs")).hasSize(2);
    assertThat(answer.path("outputs").get(0).path("name").asText()).isEqualTo("prediction");
    assertThat(answer.path("outputs").get(0).path("datatype").asText()).isEqualTo("INT64");
    assertThat(answer.path("outputs").get(0).path("shape")).hasSize(1);
    assertThat(answer.path("outputs").get(1).path("shape")).hasSize(2);
  }

  @Test
  void binaryOutputsStandBehindTheJsonInTheirOrder() throws Exception {
    String asked =
        ",\"parameters\":{\"binary_data_output\":true},\"outputs\":[{\"name\":\"prediction\"},"
            + "{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":false}},"
            + "{\"name\":\"scores\",\"parameters\":{\"binary_data\":true}}]";
    HttpResponse<byte[]> answer = infer(request(1, "\"data\":[" + numbers(0) + "]", asked), null);

    int head =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode json = JSON.readTree(Arrays.copyOf(answer.body(), head));
    ByteBuffer behind =
        ByteBuffer.wrap(answer.body(), head, answer.body().length - head)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Float> expected = scores(infer(request(1, "\"data\":[" + numbers(0) + "]", ""), null));
    assertThat(behind.remaining()).isEqualTo(8 + 4 * expected.size());
    assertThat(json.path("outputs").get(0).path("parameters").path("binary_data_size").asInt())
        .isEqualTo(8);
    assertThat(json.path("outputs").get(1).path("data")).hasSize(expected.size());
    assertThat(behind.getLong()).isBetween(0L, (long) expected.size() - 1);
    for (float score : expected) {
      assertThat(behind.getFloat()).isEqualTo(score);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"image\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[1] | FP32",
        "\"name\":\"pixels\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1] | 'image'",
        "\"name\":\"image\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2] | is of shape",
        "\"name\":\"image\",\"shape\":[-1,SHAPE],\"datatype\":\"FP32\",\"data\":[1] | found -1",
        "\"name\":\"image\",\"shape\":[0,SHAPE],\"datatype\":\"FP32\",\"data\":[] | is of shape",
        "\"name\":\"image\",\"shape\":[1,SHAPE],\"datatype\":\"FP32\",\"data\":[1] | 1 values",
        "\"name\":\"image\",\"shape\":[1,SHAPE],\"datatype\":\"FP32\" | either data or",
        "\"name\":\"image\",\"shape\":[1,SHAPE],\"datatype\":\"FP32\",\"data\":[true] | no number",
        "\"name\":\"image\",\"shape\":[1,SHAPE],\"datatype\":\"FP32\",\"data\":[NaN] | no FP32"
      })
  void whatIsWrongWithAnInputIsSaid(String input, String said) throws Exception {
    HttpResponse<byte[]> answer =
        infer("{\"inputs\":[{" + input.replace("SHAPE", shape) + "}]}", null);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("error").asText()).contains(said);
  }

  @Test
  void whatIsNotOfferedIsRefusedAndNotPassedOver() throws Exception {
    String data = "\"data\":[" + numbers(0) + "]";
    HttpResponse<byte[]> unknown = infer(request(1, data, ",\"outputs\":[{\"name\":\"y\"}]"), null);
    HttpResponse<byte[]> extension =
        infer(
            request(
                1,
                data,
                ",\"outputs\":[{\"name\":\"scores\",\"parameters\":{\"classification\":2}}]"),
            null);

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(json(unknown).path("error").asText())
        .isEqualTo("output 'y' is not known; the model has scores, probabilities, prediction");
    assertThat(extension.statusCode()).isEqualTo(400);
    assertThat(json(extension).path("error").asText()).contains("extension that is not offered");
  }

  @Test
  void moreImagesThanWaitAtATimeAreRefusedWithBothNumbers() throws Exception {
    byte[] head = request(2000, binary(2000), "").getBytes(UTF_8);
    byte[] body = Arrays.copyOf(head, head.length + 2000 * 4 * TinyModel.BARS.shape().size());
    HttpResponse<byte[]> answer = infer(body, Integer.toString(head.length));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).path("error").asText()).contains("2,000 images", "1,024");
  }

  @Test
  void aThousandMalformedRequestsAreTheClientsErrorsAndThenAGoodOneIsAnswered() throws Exception {
    Random random = new Random(18);
    byte[] head = request(1, binary(1), "").getBytes(UTF_8);
    byte[] good = joined(head, bytes(0));
    for (int i = 0; i < MALFORMED; i++) {
      byte[] body = good.clone();
      String length = Integer.toString(head.length);
      switch (i % 6) {
        case 0 -> length = String.valueOf(random.nextInt());
        case 1 -> length = Integer.toString(random.nextInt(head.length));
        case 2 -> body = Arrays.copyOf(good, random.nextInt(good.length));
        case 3 -> body = Arrays.copyOf(good, good.length + 1 + random.nextInt(1000));
        case 4 -> {
          byte[] nesting = new byte[1000 + random.nextInt(100_000)];
          Arrays.fill(nesting, (byte) (random.nextBoolean() ? '[' : '{'));
          body = joined("{\"inputs\":".getBytes(UTF_8), nesting);
          length = null;
        }
        default -> {
          body =
              new String(good, 0, head.length, UTF_8)
                  .replaceFirst(
                      "\\[1,",
                      "[" + (random.nextBoolean() ? "-" : "9") + random.nextInt(1 << 30) + ",")
                  .getBytes(UTF_8);
          length = null;
        }
      }
      HttpResponse<byte[]> answer = infer(body, length);

      assertThat(answer.statusCode()).as("request %d, header %s", i, length).isBetween(400, 499);
      assertThat(json(answer).path("error").isTextual()).isTrue();
    }
    assertThat(infer(good, Integer.toString(head.length)).statusCode()).isEqualTo(200);
  }

  private static String request(int images, String input, String more) {
    return "{\"inputs\":[{\"name\":\"image\",\"shape\":["
        + images
        + ","
        + shape
        + "],\"datatype\":\"FP32\","
        + input
        + "}]"
        + more
        + "}";
  }

  private static String binary(int images) {
    return "\"parameters\":{\"binary_data_size\":"
        + 4L * images * TinyModel.BARS.shape().size()
        + "}";
  }

  private static String numbers(int image) {
    String text = Arrays.toString(TinyModel.image(image));
    return text.substring(1, text.length() - 1);
  }

  /** {@code [height, width, channels]} as nested lists. */
  private static String nested(int image) {
    float[] pixels = TinyModel.image(image);
    var size = TinyModel.BARS.shape();
    StringBuilder text = new StringBuilder("[");
    for (int y = 0, at = 0; y < size.height(); y++) {
      text.append(y == 0 ? "[" : ",[");
      for (int x = 0; x < size.width(); x++) {
        text.append(x == 0 ? "[" : ",[");
        for (int c = 0; c < size.channels(); c++) {
          text.append(c == 0 ? "" : ",").append(pixels[at++]);
        }
        text.append(']');
      }
      text.append(']');
    }
    return text.append(']').toString();
  }

  private static byte[] bytes(int... images) {
    ByteBuffer buffer =
        ByteBuffer.allocate(4 * images.length * TinyModel.BARS.shape().size())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int image : images) {
      for (float pixel : TinyModel.image(image)) {
        buffer.putFloat(pixel);
      }
    }
    return buffer.array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  private static List<Float> scores(HttpResponse<byte[]> answer) throws IOException {
    List<Float> scores = new ArrayList<>();
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    for (JsonNode output : json(answer).path("outputs")) {
      if (output.path("name").asText().equals("scores")) {
        output.path("data").forEach(score -> scores.add(score.floatValue()));
      }
    }
    return scores;
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<byte[]> get(String path) throws Exception {
    return CLIENT.send(at(path).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
    return CLIENT.send(
        at(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> infer(String body, String headerLength) throws Exception {
    return infer(body.getBytes(UTF_8), headerLength);
  }

  private static HttpResponse<byte[]> infer(byte[] body, String headerLength) throws Exception {
    HttpRequest.Builder request =
        at("/v2/models/bars/infer").POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headerLength != null) {
      request.header("Inference-Header-Content-Length", headerLength);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(service.uri().toString().replaceAll("/$", path)));
  }
}
