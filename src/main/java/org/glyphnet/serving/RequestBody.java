package org.glyphnet.serving;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Collects a request's body without holding a thread, up to a size and within a time. */
final class RequestBody {
  private static final int FIRST_SIZE = 16 << 10;

  private final Request request;
  private final int most;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private byte[] bytes;
  private int length;

  private RequestBody(Request request, int most) {
    this.request = request;
    this.most = most;
  }

  /**
   * Reads the body.
   *
   * @param most bytes that are taken
   * @param within how long it may take
   * @return complete at once when all is there already; a {@link Refusal} when it is too large, too
   *     slow or broken
   */
  static CompletableFuture<byte[]> read(Request request, int most, Duration within) {
    RequestBody body = new RequestBody(request, most);
    long announced = request.getLength();
    if (announced > most) {
      body.done.completeExceptionally(body.tooLarge());
      return body.done;
    }
    body.bytes = new byte[announced >= 0 ? (int) announced : FIRST_SIZE];
    body.read();
    if (!body.done.isDone()) {
      Scheduler.Task deadline =
          request
              .getComponents()
              .getScheduler()
              .schedule(() -> body.giveUp(within), within.toMillis(), TimeUnit.MILLISECONDS);
      var unused = body.done.whenComplete((bytes, failure) -> deadline.cancel());
    }
    return body.done;
  }

  private void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        done.completeExceptionally(broken(chunk.getFailure()));
        return;
      }
      boolean fits = append(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (!fits) {
        done.completeExceptionally(tooLarge());
        return;
      }
      if (last) {
        done.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        return;
      }
    }
  }

  private boolean append(ByteBuffer more) {
    int size = more.remaining();
    if (size > most - length) {
      return false;
    }
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(length + size, 2 * bytes.length)));
    }
    more.get(bytes, length, size);
    length += size;
    return true;
  }

  private void giveUp(Duration within) {
    done.completeExceptionally(
        new Refusal(
            Refusal.REQUEST_TIMEOUT,
            "The body was not there within " + within.toSeconds() + " seconds"));
  }

  private Refusal tooLarge() {
    return new Refusal(
        Refusal.CONTENT_TOO_LARGE,
        String.format(Locale.ROOT, "The body is larger than the %,d bytes that are taken", most));
  }

  private static Refusal broken(Throwable failure) {
    if (failure instanceof HttpException bad) {
      return new Refusal(bad.getCode(), bad.getReason());
    }
    return failure instanceof java.util.concurrent.TimeoutException
        ? new Refusal(Refusal.REQUEST_TIMEOUT, "The body stopped coming")
        : Refusal.badRequest("The body ends early");
  }
}
