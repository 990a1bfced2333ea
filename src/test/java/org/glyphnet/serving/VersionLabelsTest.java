package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Int64Value;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.serving.grpc.GrpcService;
import org.glyphnet.serving.grpc.inference.GRPCInferenceServiceGrpc;
import org.glyphnet.serving.grpc.inference.ModelMetadataRequest;
import org.glyphnet.serving.grpc.tensorflow.GetModelStatusRequest;
import org.glyphnet.serving.grpc.tensorflow.ModelServiceGrpc;
import org.glyphnet.serving.grpc.tensorflow.ModelSpec;
import org.glyphnet.serving.grpc.tensorflow.PredictRequest;
import org.glyphnet.serving.grpc.tensorflow.PredictionServiceGrpc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Several versions open at a time, asked by their labels; errors are TensorFlow Serving's. */
class VersionLabelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static TinyModel first;
  private static TinyModel second;

  @TempDir Path folder;
  private Path model;

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

  @BeforeEach
  void export() throws IOException {
    model = folder.resolve("bars");
    first.export(model);
    second.export(model);
  }

  @Test
  void aLabelledVersionAnswersBesideTheNewestOverAllDoors() throws Exception {
    Files.writeString(model.resolve("version_labels.json"), "{\"stable\": 1}");
    ServiceSettings settings = ServiceSettings.byDefault().withPort(0);
    try (HttpService http = HttpService.start("bars", model, settings);
        GrpcService grpc = GrpcService.start(http.door(), settings, 0)) {
      Client client = new Client(http);

      assertThat(FirstBar.scores(client, "/v1/models/bars")).isEqualTo(FirstBar.expected(second));
      assertThat(FirstBar.scores(client, "/v1/models/bars/labels/stable"))
          .isEqualTo(FirstBar.expected(first));
      assertThat(FirstBar.scores(client, "/v1/models/bars/versions/1"))
          .isEqualTo(FirstBar.expected(first));
      assertThat(version(client, "/labels/stable/metadata")).isEqualTo("1");
      assertThat(client.get("/v1/models/bars").body())
          .containsSubsequence("\"2\"", "AVAILABLE", "\"1\"", "AVAILABLE");
      assertThat(client.get("/v1/models/bars/labels/stable").body())
          .contains("\"version\":\"1\"")
          .doesNotContain("\"version\":\"2\"");
      assertThat(JSON.readTree(client.get("/v2/models/bars").body()).get("versions").toString())
          .isEqualTo("[\"1\",\"2\"]");
      var unknown = client.get("/v1/models/bars/labels/canary/metadata");
      assertThat(unknown.statusCode()).isEqualTo(400);
      assertThat(unknown.body())
          .isEqualTo("{\"error\":\"Unrecognized servable version label: canary\"}");
      assertOverGrpc(grpc);
    }
  }

  private static void assertOverGrpc(GrpcService grpc) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", grpc.port()).usePlaintext().build();
    try {
      var predictions = PredictionServiceGrpc.newBlockingStub(channel);
      var answer = predictions.predict(request(spec().setVersionLabel("stable")));

      assertThat(answer.getModelSpec().getVersion()).isEqualTo(Int64Value.of(1));
      assertThat(
              ModelServiceGrpc.newBlockingStub(channel)
                  .getModelStatus(GetModelStatusRequest.newBuilder().setModelSpec(spec()).build())
                  .getModelVersionStatusList())
          .extracting(status -> status.getVersion() + " " + status.getState())
          .containsExactly("2 AVAILABLE", "1 AVAILABLE");
      assertThat(
              GRPCInferenceServiceGrpc.newBlockingStub(channel)
                  .modelMetadata(ModelMetadataRequest.newBuilder().setName("bars").build())
                  .getVersionsList())
          .containsExactly("1", "2");
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> predictions.predict(request(spec().setVersionLabel("canary"))))
          .satisfies(
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(e.getStatus().getDescription())
                    .isEqualTo("Unrecognized servable version label: canary");
              });
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aLabelMovesWithTheFileAndItsOldVersionEndsWithItsLastRequest() throws IOException {
    Files.writeString(model.resolve("version_labels.json"), "{\"stable\": 1}");
    try (ModelVersions versions = versions(Map.of())) {
      versions.open();
      ModelVersion used = versions.use(VersionChoice.labelled("stable"));
      assertThat(used.number()).isEqualTo(1);

      Files.writeString(model.resolve("version_labels.json"), "{\"stable\": 2}");
      versions.look();

      assertThat(number(versions, "stable")).isEqualTo(2);
      assertThat(states(versions)).containsExactly("2 AVAILABLE", "1 UNLOADING");
      assertThat(used.isGone()).isFalse();
      used.release();
      versions.look();
      assertThat(states(versions)).containsExactly("2 AVAILABLE", "1 END");
      assertThatThrownBy(() -> versions.use(VersionChoice.of(1)))
          .hasMessage("Servable not found for request: Specific(bars, 1)");
    }
  }

  @Test
  void aDamagedFileAndAVersionThatCannotBeServedLeaveLabelsWhereTheyAre() throws IOException {
    Path file = model.resolve("version_labels.json");
    Files.writeString(file, "{\"stable\": 1}");
    try (ModelVersions versions = versions(Map.of())) {
      versions.open();
      for (String bad : List.of("{\"stable\": ", "{\"stable\": 7}", "{\"stable\": \"2\"}")) {
        Files.writeString(file, bad);
        versions.look();
        assertThat(number(versions, "stable")).as(bad).isEqualTo(1);
      }

      Files.delete(file);
      versions.look();

      assertThatThrownBy(() -> versions.use(VersionChoice.labelled("stable")))
          .hasMessage("Unrecognized servable version label: stable");
    }
  }

  @Test
  void anOptionCountsBeforeTheFile() throws IOException {
    Files.writeString(model.resolve("version_labels.json"), "{\"stable\": 2, \"canary\": 2}");
    try (ModelVersions versions = versions(Map.of("stable", 1L))) {
      versions.open();

      assertThat(number(versions, "stable")).isEqualTo(1);
      assertThat(number(versions, "canary")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"stable\": 1",
        "{\"stable\": 1.5}",
        "{\"stable\": -1}",
        "{\"stable\": 99999999999999999999}",
        "{\"sta/ble\": 1}",
        "{\"stable\": 1, \"stable\": 2}",
        "{\"stable\": 1} 2"
      })
  void whatIsNoListOfLabelsIsDamagedInOneLine(String text) throws IOException {
    Files.writeString(model.resolve("version_labels.json"), text);

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VersionLabels.read(model))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains("version_labels.json: damaged: ")
                    .endsWith("expected such as {\"stable\": 3, \"canary\": 4}")
                    .doesNotContain("\n"));
  }

  private ModelVersions versions(Map<String, Long> labels) {
    return new ModelVersions(
        "bars",
        model,
        labels,
        new VersionLoader(ServiceSettings.byDefault(), Runnable::run, new ServiceMetrics()));
  }

  private static long number(ModelVersions versions, String label) {
    ModelVersion version = versions.use(VersionChoice.labelled(label));
    version.release();
    return version.number();
  }

  private static List<String> states(ModelVersions versions) {
    return versions.status(VersionChoice.DEFAULT).stream()
        .map(status -> status.version() + " " + status.state())
        .toList();
  }

  private static ModelSpec.Builder spec() {
    return ModelSpec.newBuilder().setName("bars");
  }

  private static PredictRequest request(ModelSpec.Builder spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : new int[] {1, 8, 8, 1}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return PredictRequest.newBuilder()
        .setModelSpec(spec)
        .putInputs(
            "image",
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(shape)
                .addFloatVal(0.5f)
                .build())
        .build();
  }

  private static String version(Client client, String path) throws Exception {
    return JSON.readTree(client.get("/v1/models/bars" + path).body())
        .at("/model_spec/version")
        .asText();
  }
}
