package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.glyphnet.serving.grpc.GrpcService;
import org.glyphnet.serving.grpc.inference.GRPCInferenceServiceGrpc;
import org.glyphnet.serving.grpc.inference.ModelMetadataRequest;
import org.glyphnet.serving.grpc.inference.ServerLiveRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What those who run the service want of gRPC as of HTTP. */
class GrpcOperationTest {
  private static final Metadata.Key<String> ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void export() throws IOException {
    model = folder.resolve("digits");
    TinyModel.exportDigits(model, 1);
  }

  @Test
  void theLogHasALineACallWithTheIdThatTheAnswerBears() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("org.glyphnet.access");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    ServiceSettings settings =
        settings().withOperation(new ServiceSettings.Operation(Optional.empty(), true));
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    try (HttpService http = HttpService.start("digits", model, settings);
        GrpcService grpc = GrpcService.start(http.door(), settings, 0)) {
      ManagedChannel channel = channel(grpc);
      Metadata given = new Metadata();
      given.put(ID, "order-17");
      var stub =
          stub(channel)
              .withInterceptors(
                  MetadataUtils.newCaptureMetadataInterceptor(headers, trailers),
                  MetadataUtils.newAttachHeadersInterceptor(given));

      assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
      assertThat(headers.get().get(ID)).isEqualTo("order-17");
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () -> stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("other").build()))
          .satisfies(e -> assertThat(e.getTrailers().get(ID)).isEqualTo("order-17"));
      channel.shutdownNow();
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(0).getFormattedMessage())
        .matches(
            "127\\.0\\.0\\.1 gRPC /inference\\.GRPCInferenceService/ServerLive OK \\d+\\.\\d ms"
                + " order-17");
    assertThat(lines.list.get(1).getFormattedMessage())
        .matches(".* /inference\\.GRPCInferenceService/ModelMetadata NOT_FOUND .* order-17");
  }

  @Test
  void aConnectionAboveTheMostWaitsUntilOneEnds() throws Exception {
    ServiceSettings settings =
        settings()
            .withLimits(new ServiceSettings.Limits(1 << 20, 1, ServiceSettings.Times.BY_DEFAULT));
    try (HttpService http = HttpService.start("digits", model, settings);
        GrpcService grpc = GrpcService.start(http.door(), settings, 0)) {
      ManagedChannel one = channel(grpc);
      ManagedChannel two = channel(grpc);
      assertLive(one);

      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  stub(two)
                      .withDeadlineAfter(1, TimeUnit.SECONDS)
                      .serverLive(ServerLiveRequest.getDefaultInstance()))
          .satisfies(
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
      one.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);

      assertLive(two);
      two.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static void assertLive(ManagedChannel channel) {
    assertThat(
            stub(channel)
                .withWaitForReady()
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverLive(ServerLiveRequest.getDefaultInstance())
                .getLive())
        .isTrue();
  }

  private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub(
      ManagedChannel channel) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  private static ManagedChannel channel(GrpcService service) {
    return NettyChannelBuilder.forAddress("127.0.0.1", service.port()).usePlaintext().build();
  }

  private static ServiceSettings settings() {
    return ServiceSettings.byDefault().withPort(0);
  }
}
