package org.glyphnet.cli;

import java.util.Optional;
import org.glyphnet.serving.HttpService;
import org.glyphnet.serving.grpc.GrpcService;

/**
 * A service and its doors; owns both.
 *
 * @param grpc empty where it was not asked for
 */
record RunningService(HttpService http, Optional<GrpcService> grpc) implements AutoCloseable {
  /** Calls over gRPC end first: they are answered by what stands behind HTTP. */
  @Override
  public void close() {
    grpc.ifPresent(GrpcService::close);
    http.close();
  }
}
