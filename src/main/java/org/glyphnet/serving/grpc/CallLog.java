package org.glyphnet.serving.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glyphnet.serving.AccessLog;

/** A line of the access log for each call, whose id the answer bears too. */
final class CallLog implements ServerInterceptor {
  private static final Metadata.Key<String> ID =
      Metadata.Key.of(AccessLog.ID.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Line line = new Line(call, AccessLog.id(headers.get(ID)));
    ServerCall<Q, R> logged =
        new SimpleForwardingServerCall<>(call) {
          private boolean headersSent;

          @Override
          public void sendHeaders(Metadata answer) {
            headersSent = true;
            answer.put(ID, line.id);
            super.sendHeaders(answer);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            // An answer that is only a status has no other place for it.
            if (!headersSent) {
              trailers.put(ID, line.id);
            }
            line.write(status.getCode());
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(logged, headers)) {
      @Override
      public void onCancel() {
        line.write(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  /** A call's line, written once: a cancelled call may be closed all the same. */
  private static final class Line {
    private final ServerCall<?, ?> call;
    private final String id;
    private final long start = System.nanoTime();
    private final AtomicBoolean written = new AtomicBoolean();

    Line(ServerCall<?, ?> call, String id) {
      this.call = call;
      this.id = id;
    }

    void write(Status.Code code) {
      if (written.compareAndSet(false, true)) {
        AccessLog.called(
            client(),
            call.getMethodDescriptor().getFullMethodName(),
            code.name(),
            System.nanoTime() - start,
            id);
      }
    }

    private String client() {
      SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      return address instanceof InetSocketAddress internet && internet.getAddress() != null
          ? internet.getAddress().getHostAddress()
          : String.valueOf(address);
    }
  }
}
