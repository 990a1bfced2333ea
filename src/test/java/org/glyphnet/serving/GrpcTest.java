package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.glyphnet.data.ImageShape;
import org.glyphnet.serving.grpc.GrpcService;
import org.glyphnet.serving.grpc.inference.GRPCInferenceServiceGrpc;
import org.glyphnet.serving.grpc.inference.InferTensorContents;
import org.glyphnet.serving.grpc.inference.ModelInferRequest;
import org.glyphnet.serving.grpc.inference.ModelInferResponse;
import org.glyphnet.serving.grpc.inference.ModelMetadataRequest;
import org.glyphnet.serving.grpc.inference.ModelReadyRequest;
import org.glyphnet.serving.grpc.inference.ServerLiveRequest;
import org.glyphnet.serving.grpc.inference.ServerMetadataRequest;
import org.glyphnet.serving.grpc.inference.ServerReadyRequest;
import org.glyphnet.serving.grpc.tensorflow.ClassificationRequest;
import org.glyphnet.serving.grpc.tensorflow.GetModelMetadataRequest;
import org.glyphnet.serving.grpc.tensorflow.GetModelStatusRequest;
import org.glyphnet.serving.grpc.tensorflow.ModelServiceGrpc;
import org.glyphnet.serving.grpc.tensorflow.ModelSpec;
import org.glyphnet.serving.grpc.tensorflow.ModelVersionStatus;
import org.glyphnet.serving.grpc.tensorflow.PredictRequest;
import org.glyphnet.serving.grpc.tensorflow.PredictResponse;
import org.glyphnet.serving.grpc.tensorflow.PredictionServiceGrpc;
import org.glyphnet.serving.grpc.tensorflow.SignatureDefMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** TensorFlow Serving's and the Open Inference Protocol's gRPC, asked by a client over a socket. */
class GrpcTest {
  private static final int MALFORMED = 1000;
  private static final int MOST_BYTES = 1 << 20;
  private static final ImageShape SHAPE = TinyModel.BARS.shape();

  @TempDir static Path folder;
  private static ServiceSettings settings;
  private static HttpService http;
  private static GrpcService grpc;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    Path model = folder.resolve("bars");
    try (TinyModel trained = TinyModel.trained(1)) {
      trained.export(model);
    }
    settings =
        ServiceSettings.byDefault()
            .withPort(0)
            .withLimits(
                new ServiceSettings.Limits(MOST_BYTES, 512, ServiceSettings.Times.BY_DEFAULT));
    http = HttpService.start("bars", model, settings);
    grpc = GrpcService.start(http.door(), settings, 0);
    channel = channel(grpc);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    grpc.close();
    http.close();
  }

  private static ManagedChannel channel(GrpcService service) {
    return NettyChannelBuilder.forAddress("127.0.0.1", service.port()).usePlaintext().build();
  }

  private static PredictionServiceGrpc.PredictionServiceBlockingStub predictions() {
    return PredictionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static float[] pixels(int images) {
    Random random = new Random(images);
    float[] pixels = new float[images * SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return pixels;
  }

  private static ByteString bytes(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return ByteString.copyFrom(buffer);
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private static TensorProto.Builder tensor(int images) {
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape(images, SHAPE.height(), SHAPE.width(), SHAPE.channels()));
  }

  private static PredictRequest.Builder predict(TensorProto image) {
    return PredictRequest.newBuilder()
        .setModelSpec(ModelSpec.newBuilder().setName("bars"))
        .putInputs("image", image);
  }

  private static ModelInferRequest.Builder infer(int images, ByteString raw) {
    return ModelInferRequest.newBuilder()
        .setModelName("bars")
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("image")
                .setDatatype("FP32")
                .addAllShape(
                    List.of(
                        (long) images,
                        (long) SHAPE.height(),
                        (long) SHAPE.width(),
                        (long) SHAPE.channels())))
        .addRawInputContents(raw);
  }

  private static StatusRuntimeException refusal(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  @Test
  void elementsInAnyFormAndAllDoorsGiveTheSameScoresToTheBit() throws Exception {
    float[] pixels = pixels(3);
    TensorProto.Builder listed = tensor(3);
    for (float pixel : pixels) {
      listed.addFloatVal(pixel);
    }

    PredictResponse content =
        predictions().predict(predict(tensor(3).setTensorContent(bytes(pixels)).build()).build());
    PredictResponse values = predictions().predict(predict(listed.build()).build());
    ModelInferResponse raw = inference().modelInfer(infer(3, bytes(pixels)).setId("7").build());

    assertThat(content.getModelSpec())
        .isEqualTo(
            ModelSpec.newBuilder()
                .setName("bars")
                .setVersion(Int64Value.of(1))
                .setSignatureName("serving_default")
                .build());
    assertThat(content.getOutputsMap()).containsOnlyKeys("scores", "probabilities", "prediction");
    assertThat(values.getOutputsMap()).isEqualTo(content.getOutputsMap());
    assertThat(raw.getId()).isEqualTo("7");
    assertThat(raw.getModelVersion()).isEqualTo("1");
    assertThat(raw.getOutputs(0).getName()).isEqualTo("scores");
    TensorProto scores = content.getOutputsOrThrow("scores");
    assertThat(raw.getOutputs(0).getShapeList())
        .isEqualTo(
            scores.getTensorShape().getDimList().stream()
                .map(TensorShapeProto.Dim::getSize)
                .toList());
    float[] floats = new float[scores.getFloatValCount()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = scores.getFloatVal(i);
    }
    assertThat(raw.getRawOutputContents(0)).isEqualTo(bytes(floats));
    assertThat(overHttp(bytes(pixels), 3)).isEqualTo(bytes(floats));
  }

  /** The scores over HTTP's binary extension. */
  private static ByteString overHttp(ByteString pixels, int images) throws Exception {
    String json =
        String.format(
            java.util.Locale.ROOT,
            "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[%d,%d,%d,%d],"
                + "\"parameters\":{\"binary_data_size\":%d}}],"
                + "\"outputs\":[{\"name\":\"scores\",\"parameters\":{\"binary_data\":true}}]}",
            images,
            SHAPE.height(),
            SHAPE.width(),
            SHAPE.channels(),
            pixels.size());
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(http.uri().resolve("/v2/models/bars/infer"))
                    .header("Inference-Header-Content-Length", Integer.toString(json.length()))
                    .POST(
                        HttpRequest.BodyPublishers.ofByteArray(
                            ByteString.copyFromUtf8(json).concat(pixels).toByteArray()))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    int end =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    return ByteString.copyFrom(answer.body()).substring(end);
  }

  @Test
  void aSingleValueFillsTheTensorAndTheFilterChoosesOutputs() {
    PredictResponse filled =
        predictions()
            .predict(
                predict(tensor(2).addFloatVal(0.5f).build()).addOutputFilter("prediction").build());
    float[] half = new float[2 * SHAPE.size()];
    java.util.Arrays.fill(half, 0.5f);
    PredictResponse written =
        predictions()
            .predict(
                predict(tensor(2).setTensorContent(bytes(half)).build())
                    .addOutputFilter("prediction")
                    .build());

    assertThat(filled.getOutputsMap()).containsOnlyKeys("prediction");
    assertThat(filled).isEqualTo(written);
  }

  @Test
  void contentsAreReadWhereThereIsNothingRaw() {
    float[] pixels = pixels(1);
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (float pixel : pixels) {
      contents.addFp32Contents(pixel);
    }
    ModelInferRequest.Builder request = infer(1, ByteString.EMPTY).clearRawInputContents();
    request.setInputs(0, request.getInputs(0).toBuilder().setContents(contents));

    ModelInferResponse listed =
        inference()
            .modelInfer(
                request
                    .addOutputs(
                        ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName("scores"))
                    .build());

    assertThat(listed.getOutputsList()).hasSize(1);
    assertThat(listed.getRawOutputContents(0))
        .isEqualTo(inference().modelInfer(infer(1, bytes(pixels)).build()).getRawOutputContents(0));
  }

  @Test
  void metadataStatusHealthAndReadinessAreTold() throws InvalidProtocolBufferException {
    SignatureDefMap signatures =
        predictions()
            .getModelMetadata(
                GetModelMetadataRequest.newBuilder()
                    .setModelSpec(ModelSpec.newBuilder().setName("bars"))
                    .addMetadataField("signature_def")
                    .build())
            .getMetadataOrThrow("signature_def")
            .unpack(SignatureDefMap.class);
    ModelVersionStatus status =
        ModelServiceGrpc.newBlockingStub(channel)
            .getModelStatus(
                GetModelStatusRequest.newBuilder()
                    .setModelSpec(ModelSpec.newBuilder().setName("bars"))
                    .build())
            .getModelVersionStatus(0);
    var metadata =
        inference().modelMetadata(ModelMetadataRequest.newBuilder().setName("bars").build());

    assertThat(signatures.getSignatureDefOrThrow("serving_default").getInputsMap())
        .containsOnlyKeys("image");
    assertThat(status.getVersion()).isEqualTo(1);
    assertThat(status.getState()).isEqualTo(ModelVersionStatus.State.AVAILABLE);
    assertThat(metadata.getInputs(0).getDatatype()).isEqualTo("FP32");
    assertThat(metadata.getInputs(0).getShape(0)).isEqualTo(-1);
    assertThat(metadata.getOutputsCount()).isEqualTo(3);
    assertThat(inference().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(inference().serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
        .isTrue();
    assertThat(inference().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("glyphnet");
    assertThat(isReady("bars", "")).isTrue();
    assertThat(isReady("bars", "2")).isFalse();
    assertThat(isReady("other", "")).isFalse();
    for (String service :
        List.of("", "tensorflow.serving.PredictionService", "inference.GRPCInferenceService")) {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.newBuilder().setService(service).build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  private static boolean isReady(String name, String version) {
    return inference()
        .modelReady(ModelReadyRequest.newBuilder().setName(name).setVersion(version).build())
        .getReady();
  }

  /** As grpcurl does; the messages of tensors come from TensorFlow Java's own descriptors. */
  @Test
  void reflectionTellsServicesAndTheirMessages() throws Exception {
    assertThat(
            reflect(ServerReflectionRequest.newBuilder().setListServices("*").build())
                .getListServicesResponse()
                .getServiceList())
        .extracting(service -> service.getName())
        .contains(
            "tensorflow.serving.PredictionService",
            "tensorflow.serving.ModelService",
            "inference.GRPCInferenceService");
    assertThat(
            reflect(
                    ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol("tensorflow.serving.PredictionService")
                        .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProtoList())
        .extracting(
            file ->
                com.google.protobuf.DescriptorProtos.FileDescriptorProto.parseFrom(file).getName())
        .contains("tensorflow/core/framework/tensor.proto");
  }

  private static ServerReflectionResponse reflect(ServerReflectionRequest request)
      throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse response = answer.get(20, TimeUnit.SECONDS);
    requests.onCompleted();
    return response;
  }

  @Test
  void whatIsNotThereAndWhatIsNotOfferedHaveTheirOwnCodes() {
    TensorProto image = tensor(1).addFloatVal(0).build();
    ModelSpec.Builder bars = ModelSpec.newBuilder().setName("bars");

    assertThat(code(predict(image).setModelSpec(ModelSpec.newBuilder().setName("other"))))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(predict(image).setModelSpec(bars.clone().setVersion(Int64Value.of(9)))))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(predict(image).setModelSpec(bars.clone().setSignatureName("other"))))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(predict(image).addOutputFilter("other")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(predict(image).clearModelSpec())).isEqualTo(Status.Code.INVALID_ARGUMENT);
    StatusRuntimeException classify =
        refusal(() -> predictions().classify(ClassificationRequest.getDefaultInstance()));
    assertThat(classify.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(classify.getStatus().getDescription()).contains("ask Predict");
  }

  private static Status.Code code(PredictRequest.Builder request) {
    return refusal(() -> predictions().predict(request.build())).getStatus().getCode();
  }

  @Test
  void aMessageAboveTheLimitOfBodiesIsRefused() {
    ByteString large = ByteString.copyFrom(new byte[MOST_BYTES + 1]);

    assertThat(
            refusal(
                    () ->
                        predictions()
                            .predict(predict(tensor(1).setTensorContent(large).build()).build()))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void theTokenIsAskedForButNotByHealth() throws Exception {
    Path model = folder.resolve("bars");
    ServiceSettings locked = settings.withToken("secret");
    try (HttpService service = HttpService.start("bars", model, locked);
        GrpcService door = GrpcService.start(service.door(), locked, 0)) {
      ManagedChannel to = channel(door);
      try {
        PredictionServiceGrpc.PredictionServiceBlockingStub open =
            PredictionServiceGrpc.newBlockingStub(to);
        PredictRequest request = predict(tensor(1).addFloatVal(0).build()).build();
        Metadata token = new Metadata();
        token.put(
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer secret");

        assertThat(refusal(() -> open.predict(request)).getStatus().getCode())
            .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(
                open.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token))
                    .predict(request)
                    .getOutputsCount())
            .isEqualTo(3);
        assertThat(
                HealthGrpc.newBlockingStub(to)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus())
            .isEqualTo(ServingStatus.SERVING);
      } finally {
        to.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aCallWhoseDeadlineHasPassedLeavesTheQueueAndTheServiceGoesOn() {
    PredictRequest many = predict(tensor(200).addFloatVal(0).build()).build();
    for (int i = 0; i < 5; i++) {
      StatusRuntimeException late =
          refusal(
              () ->
                  PredictionServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(1, TimeUnit.MICROSECONDS)
                      .predict(many));
      assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    assertThat(predictions().predict(many).getOutputsCount()).isEqualTo(3);
  }

  @Test
  void callsAreAmongTheFigures() throws Exception {
    predictions().predict(predict(tensor(1).addFloatVal(0).build()).build());
    URI figures = http.uri().resolve("/metrics");

    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(figures).build(), HttpResponse.BodyHandlers.ofString())
            .body();

    assertThat(text)
        .contains("glyphnet_requests_seconds_count{endpoint=\"grpc-Predict\",status=\"0\"}");
  }

  /** Bytes as they are: a client can send anything. */
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      };

  private static void sendBytes(String method, byte[] message) {
    var unused =
        ClientCalls.blockingUnaryCall(
            channel,
            MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(BYTES)
                .setResponseMarshaller(BYTES)
                .build(),
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            message);
  }

  @Test
  void aThousandMalformedCallsHaveTheClientsCodesAndThenAGoodOneIsAnswered() {
    Random random = new Random(18);
    Map<String, byte[]> good =
        Map.of(
            "tensorflow.serving.PredictionService/Predict",
            predict(tensor(1).setTensorContent(bytes(pixels(1))).build()).build().toByteArray(),
            "inference.GRPCInferenceService/ModelInfer",
            infer(1, bytes(pixels(1))).build().toByteArray());
    Set<Status.Code> clients =
        Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.RESOURCE_EXHAUSTED);
    int refused = 0;
    for (int i = 0; i < MALFORMED; i++) {
      String method = good.keySet().stream().sorted().toList().get(i % 2);
      byte[] message = mutated(good.get(method), random);
      StatusRuntimeException refusal = refusal(() -> sendBytes(method, message));
      if (refusal != null) {
        refused++;
        assertThat(refusal.getStatus().getCode()).as(refusal.getStatus().toString()).isIn(clients);
      }
    }
    for (PredictRequest.Builder lie : lies()) {
      assertThat(code(lie)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    assertThat(refused).isGreaterThan(MALFORMED / 4);
    assertThat(
            predictions()
                .predict(predict(tensor(1).addFloatVal(0).build()).build())
                .getOutputsCount())
        .isEqualTo(3);
  }

  /** Cut, flipped or lengthened. */
  private static byte[] mutated(byte[] message, Random random) {
    byte[] changed = message.clone();
    switch (random.nextInt(3)) {
      case 0 -> changed = java.util.Arrays.copyOf(changed, random.nextInt(changed.length));
      case 1 -> {
        // The first bytes say what is where; the others are pixels.
        for (int i = 0; i < 3; i++) {
          changed[random.nextInt(Math.min(80, changed.length))] ^= (byte) (1 << random.nextInt(8));
        }
      }
      default -> {
        int at = random.nextInt(Math.min(80, changed.length));
        changed[at] = (byte) 0xff;
      }
    }
    return changed;
  }

  private static List<PredictRequest.Builder> lies() {
    ByteString one = bytes(pixels(1));
    long height = SHAPE.height();
    long width = SHAPE.width();
    return List.of(
        predict(tensor(2).setTensorContent(one).build()),
        predict(tensor(-1).setTensorContent(one).build()),
        predict(tensor(0).setTensorContent(ByteString.EMPTY).build()),
        predict(tensor(1).build()),
        predict(tensor(1).setDtype(DataType.DT_DOUBLE).setTensorContent(one).build()),
        predict(tensor(1).setDtype(DataType.DT_RESOURCE).build()),
        predict(tensor(1).setDtype(DataType.DT_STRING).build()),
        predict(
            tensor(1)
                .setTensorShape(shape(1, Long.MAX_VALUE, Long.MAX_VALUE, 8))
                .addFloatVal(1)
                .build()),
        predict(tensor(1).setTensorShape(shape(1 << 20, height, width, 1)).addFloatVal(1).build()),
        predict(tensor(1).setTensorShape(shape(height, width)).setTensorContent(one).build()),
        predict(
            tensor(1)
                .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
                .setTensorContent(one)
                .build()),
        predict(tensor(1).addFloatVal(Float.NaN).build()),
        predict(tensor(1).addFloatVal(0).build())
            .putInputs("other", tensor(1).addFloatVal(0).build()),
        predict(tensor(1).addFloatVal(0).build()).clearInputs());
  }
}
