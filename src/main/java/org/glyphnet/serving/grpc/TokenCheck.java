package org.glyphnet.serving.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.glyphnet.serving.Refusal;
import org.glyphnet.serving.ServiceDoor;

/** Refuses calls without the token, where there is one: {@code authorization: Bearer TOKEN}. */
final class TokenCheck implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ServiceDoor door;

  TokenCheck(ServiceDoor door) {
    this.door = door;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      door.checkToken(headers.get(AUTHORIZATION));
    } catch (Refusal refusal) {
      call.close(Failures.status(refusal), new Metadata());
      return new ServerCall.Listener<Q>() {};
    }
    return next.startCall(call, headers);
  }
}
