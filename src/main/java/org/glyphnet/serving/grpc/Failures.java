package org.glyphnet.serving.grpc;

import io.grpc.Status;
import java.util.concurrent.CompletionException;
import org.glyphnet.serving.QueueFullException;
import org.glyphnet.serving.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is called in gRPC. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The status that a client gets; what is the service's fault is logged. */
  static Status status(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      return code(refusal.status()).withDescription(refusal.getMessage());
    }
    if (cause instanceof QueueFullException) {
      return Status.UNAVAILABLE.withDescription(cause.getMessage());
    }
    if (cause instanceof OutOfMemoryError) {
      LOG.warn("A call was refused: {}", cause.toString());
      return Status.RESOURCE_EXHAUSTED.withDescription(
          "The service's memory is used up; try again in a second");
    }
    LOG.error("A call failed", cause);
    return Status.INTERNAL.withDescription("The service failed; its log says why");
  }

  private static Status code(int http) {
    return switch (http) {
      case Refusal.UNAUTHORIZED -> Status.UNAUTHENTICATED;
      case Refusal.FORBIDDEN -> Status.PERMISSION_DENIED;
      case Refusal.NOT_FOUND -> Status.NOT_FOUND;
      case Refusal.CONTENT_TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
      case Refusal.SERVICE_UNAVAILABLE -> Status.UNAVAILABLE;
      default -> Status.INVALID_ARGUMENT;
    };
  }
}
