package org.glyphnet.serving.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends what a call comes to. */
final class Answers {
  private Answers() {}

  /** Sends what is there at once, or the status of what is thrown. */
  static <T> void send(StreamObserver<T> to, Supplier<T> answer) {
    T value;
    try {
      value = answer.get();
    } catch (RuntimeException | Error e) {
      to.onError(Failures.status(e).asRuntimeException());
      return;
    }
    to.onNext(value);
    to.onCompleted();
  }

  /**
   * Sends what comes later. When the client has left or its time is over, the work is cancelled and
   * nothing is sent.
   */
  static <T> void sendLater(StreamObserver<T> to, Supplier<CompletableFuture<T>> work) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) to;
    CompletableFuture<T> answer;
    try {
      answer = work.get();
    } catch (RuntimeException | Error e) {
      call.onError(Failures.status(e).asRuntimeException());
      return;
    }
    call.setOnCancelHandler(() -> answer.cancel(false));
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              if (call.isCancelled()) {
                return;
              }
              if (failure != null) {
                call.onError(Failures.status(failure).asRuntimeException());
                return;
              }
              call.onNext(value);
              call.onCompleted();
            });
  }
}
