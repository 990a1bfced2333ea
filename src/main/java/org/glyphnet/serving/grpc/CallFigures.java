package org.glyphnet.serving.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.glyphnet.serving.ServiceDoor;

/** Counts calls in the service's figures, by method and status code. */
final class CallFigures implements ServerInterceptor {
  private final ServiceDoor door;

  CallFigures(ServiceDoor door) {
    this.door = door;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    long start = System.nanoTime();
    String endpoint = "grpc-" + call.getMethodDescriptor().getBareMethodName();
    ServerCall<Q, R> counted =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            door.answered(endpoint, status.getCode().value(), System.nanoTime() - start);
            super.close(status, trailers);
          }
        };
    return next.startCall(counted, headers);
  }
}
