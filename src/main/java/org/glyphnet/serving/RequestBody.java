package org.glyphnet.serving;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Collects a request's body without holding a thread: up to a size, within a time, and out of the
 * memory that all bodies share. Memory grows with what arrives, not with what is announced. Jetty's
 * own reader knows the size only.
 */
final class RequestBody {
  private static final int FIRST_SIZE = 16 << 10;

  private final Request request;
  private final int maxBytes;
  private final ByteBudget budget;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private byte[] bytes = {};
  private int length;
  private long taken;
  private boolean ended;

  private RequestBody(Request request, int maxBytes, ByteBudget budget) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.budget = budget;
  }

  /**
   * Reads the body; one compressed with gzip is decompressed.
   *
   * @param maxBytes that are taken, before and after decompression
   * @param within how long it may take
   * @param budget gets its bytes back when the request has ended
   * @return complete at once when all is there already; a {@link Refusal} when it is too large, too
   *     slow or broken, a {@link QueueFullException} when the budget is used up
   */
  static CompletableFuture<byte[]> read(
      Request request, int maxBytes, Duration within, ByteBudget budget) {
    RequestBody body = new RequestBody(request, maxBytes, budget);
    if (request.getLength() > maxBytes) {
      body.done.completeExceptionally(tooLarge(maxBytes));
      return body.done;
    }
    Request.addCompletionListener(request, failure -> body.end());
    body.read();
    if (!body.done.isDone()) {
      Scheduler.Task deadline =
          request
              .getComponents()
              .getScheduler()
              .schedule(() -> body.giveUp(within), within.toMillis(), TimeUnit.MILLISECONDS);
      var unused = body.done.whenComplete((bytes, failure) -> deadline.cancel());
    }
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    return encoding == null || encoding.equalsIgnoreCase("identity")
        ? body.done
        : body.done.thenApply(content -> body.decompressed(encoding, content));
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
      boolean last = chunk.isLast();
      try {
        append(chunk.getByteBuffer());
      } catch (Refusal | QueueFullException e) {
        done.completeExceptionally(e);
        return;
      } finally {
        chunk.release();
      }
      if (last) {
        done.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        return;
      }
    }
  }

  private void append(ByteBuffer more) {
    int size = more.remaining();
    if (size > maxBytes - length) {
      throw tooLarge(maxBytes);
    }
    if (length + size > bytes.length) {
      int wanted = Math.max(FIRST_SIZE, Math.max(length + size, 2 * bytes.length));
      int capacity = Math.min(maxBytes, wanted);
      take(capacity - bytes.length);
      bytes = Arrays.copyOf(bytes, capacity);
    }
    more.get(bytes, length, size);
    length += size;
  }

  /** Takes memory out of the budget, to be given back at the request's end. */
  private synchronized void take(int size) {
    if (ended || !budget.take(size)) {
      throw new QueueFullException("Too many bodies are under way; try again in a second");
    }
    taken += size;
  }

  private synchronized void end() {
    ended = true;
    budget.giveBack(taken);
    taken = 0;
  }

  private byte[] decompressed(String encoding, byte[] content) {
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new Refusal(
          Refusal.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding '" + encoding + "' is not known; it is gzip or none");
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      byte[] whole = {};
      while (true) {
        // Decompressed step by step: a small body can claim to be of any size.
        byte[] part = in.readNBytes(Math.max(FIRST_SIZE, whole.length));
        if (part.length == 0) {
          return whole;
        }
        if (part.length > maxBytes - whole.length) {
          throw tooLarge(maxBytes);
        }
        take(part.length);
        int before = whole.length;
        whole = Arrays.copyOf(whole, before + part.length);
        System.arraycopy(part, 0, whole, before, part.length);
      }
    } catch (EOFException e) {
      throw Refusal.badRequest("The body's gzip ends in the middle");
    } catch (IOException e) {
      throw Refusal.badRequest("The body is not gzip, or damaged: %s", e.getMessage());
    }
  }

  private void giveUp(Duration within) {
    done.completeExceptionally(
        new Refusal(
            Refusal.REQUEST_TIMEOUT,
            "The body was not there within " + within.toSeconds() + " seconds"));
  }

  private static Refusal tooLarge(int maxBytes) {
    return new Refusal(
        Refusal.CONTENT_TOO_LARGE,
        String.format(
            Locale.ROOT, "The body is larger than the %,d bytes that are taken", maxBytes));
  }

  private static Refusal broken(Throwable failure) {
    if (failure instanceof HttpException bad) {
      return new Refusal(bad.getCode(), bad.getReason());
    }
    return failure instanceof TimeoutException
        ? new Refusal(Refusal.REQUEST_TIMEOUT, "The body stopped coming")
        : Refusal.badRequest("The body ends early");
  }
}
