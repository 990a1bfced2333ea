package org.glyphnet.serving.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Answers a message that cannot be read with INVALID_ARGUMENT. By itself grpc-java reads it before
 * anything of ours is asked, and calls what goes wrong there UNKNOWN, as if the service had failed.
 */
final class ReadableMessages implements ServerInterceptor {
  private ReadableMessages() {}

  /** The same service, which reads its messages where their faults can be seen. */
  static ServerServiceDefinition of(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useInputStreamMessages(service), new ReadableMessages());
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean isRefused;

      @Override
      public void onMessage(Q message) {
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException e) {
          isRefused = true;
          call.close(
              Status.INVALID_ARGUMENT.withDescription("The message cannot be read: " + reason(e)),
              new Metadata());
        }
      }

      @Override
      public void onHalfClose() {
        if (!isRefused) {
          super.onHalfClose();
        }
      }
    };
  }

  private static String reason(StatusRuntimeException e) {
    return e.getCause() == null ? e.getStatus().getDescription() : e.getCause().getMessage();
  }
}
