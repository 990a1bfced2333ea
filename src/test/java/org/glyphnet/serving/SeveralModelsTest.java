package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.serving.grpc.GrpcService;
import org.glyphnet.serving.grpc.inference.GRPCInferenceServiceGrpc;
import org.glyphnet.serving.grpc.inference.ModelMetadataRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service of all models of a folder. */
@Timeout(120)
class SeveralModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ServiceSettings SETTINGS = ServiceSettings.byDefault().withPort(0);

  /** Often, so that a test need not wait. */
  private static final long LOOK_MILLIS = 20;

  private static TinyModel first;
  private static TinyModel second;

  @TempDir Path models;

  @BeforeAll
  static void train() throws IOException {
    first = TinyModel.trained(1);
    second = TinyModel.trained(2);
  }

  @AfterAll
  static void close() {
    first.close();
    second.close();
  }

  @Test
  void eachModelAnswersUnderItsNameOverAllDoors() throws Exception {
    first.export(models.resolve("a"));
    second.export(models.resolve("b"));
    second.export(models.resolve("b"));
    try (HttpService http = HttpService.startAll(models, SETTINGS);
        GrpcService grpc = GrpcService.start(http.door(), SETTINGS, 0)) {
      Client client = new Client(http);

      assertThat(http.versions()).isEqualTo(Map.of("a", 1L, "b", 2L));
      assertThat(FirstBar.scores(client, "/v1/models/a")).isEqualTo(FirstBar.expected(first));
      assertThat(FirstBar.scores(client, "/v1/models/b")).isEqualTo(FirstBar.expected(second));
      assertThat(json(client, "/v1/models/b/metadata").at("/model_spec/name").asText())
          .isEqualTo("b");
      assertThat(json(client, "/v2/models/a").path("versions").toString()).isEqualTo("[\"1\"]");
      assertThat(client.get("/v1/models/c").statusCode()).isEqualTo(404);
      assertThat(client.get("/metrics").body())
          .contains(
              "glyphnet_model_version{model=\"a\"} 1.0", "glyphnet_model_version{model=\"b\"} 2.0");
      assertThat(json(client, "/about").path("model").asText()).isEqualTo("a");
      JsonNode about = json(client, "/about?model=b");
      assertThat(about.path("model").asText()).isEqualTo("b");
      assertThat(about.path("models").toString()).isEqualTo("[\"a\",\"b\"]");
      assertThat(client.get("/about?model=c").statusCode()).isEqualTo(404);
      assertThat(versionsOverGrpc(grpc, "b")).containsExactly("2");
    }
  }

  @Test
  void modelsComeAndGoAndABrokenOneIsNoTroubleToTheOthers() throws Exception {
    first.export(models.resolve("b"));
    Files.createDirectories(models.resolve("broken/1"));
    Files.writeString(models.resolve("broken/1/saved_model.pb"), "no graph");
    Files.createDirectories(models.resolve("notes"));
    try (HttpService http = HttpService.startAll(models, SETTINGS, LOOK_MILLIS)) {
      Client client = new Client(http);
      assertThat(http.versions()).containsOnlyKeys("b");
      assertThat(client.get("/v1/models/broken").body()).contains("\"state\":\"END\"");
      assertThat(client.get("/v1/models/notes").statusCode()).isEqualTo(404);

      second.export(models.resolve("a"));
      while (http.versions().size() < 2) {
        Thread.sleep(LOOK_MILLIS);
      }
      assertThat(FirstBar.scores(client, "/v1/models/a")).isEqualTo(FirstBar.expected(second));

      delete(models.resolve("b"));
      while (http.versions().size() > 1) {
        Thread.sleep(LOOK_MILLIS);
      }
      assertThat(client.get("/v1/models/b").statusCode()).isEqualTo(404);
      assertThat(client.get("/metrics").body()).doesNotContain("model=\"b\"");
      assertThat(FirstBar.scores(client, "/v1/models/a")).isEqualTo(FirstBar.expected(second));
      assertThat(client.get("/v2/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFolderWithoutAModelIsRefused() throws IOException {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> HttpService.startAll(models, SETTINGS))
        .withMessage(
            models
                + ": no model there; each needs a folder with versions of its own, such as"
                + " digits/1");

    Files.createDirectories(models.resolve("broken/1"));
    Files.writeString(models.resolve("broken/1/saved_model.pb"), "no graph");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> HttpService.startAll(models, SETTINGS))
        .withMessageContaining("broken");
  }

  @Test
  void aModelsOwnFolderIsNotTakenForOneOfModels() throws IOException {
    first.export(models.resolve("a"));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> HttpService.startAll(models.resolve("a"), SETTINGS))
        .withMessage(
            models.resolve("a") + ": is one model's own folder; give the folder that holds it");
  }

  private static List<String> versionsOverGrpc(GrpcService grpc, String name) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", grpc.port()).usePlaintext().build();
    try {
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .modelMetadata(ModelMetadataRequest.newBuilder().setName(name).build())
          .getVersionsList();
    } finally {
      channel.shutdownNow();
    }
  }

  private static JsonNode json(Client client, String path) throws Exception {
    return JSON.readTree(client.get(path).body());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
