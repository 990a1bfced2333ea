package org.glyphnet.serving;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.glyphnet.data.pictures.DecodingDeadline;
import org.glyphnet.data.pictures.PictureLimits;

/**
 * The few places in which pictures are decoded, so that neither the memory nor the processor time
 * that strangers' pictures take grows with their number. {@link #close} ends the threads.
 */
final class DecodingPlaces implements AutoCloseable {
  private static final int PLACES = 2;
  private static final int WAITING = 256;

  /** A decoded pixel, its copies on the way to the network's size included, in bytes. */
  private static final long BYTES_OF_A_PIXEL = 16;

  /** For decoding a picture, and before that for waiting until it is its turn. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private static final long FEWEST_PIXELS = 1L << 20;
  private static final long MOST_PIXELS = 16L << 20;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          PLACES,
          PLACES,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread thread = new Thread(task, "pictures");
            thread.setDaemon(true);
            return thread;
          });

  private final PictureLimits limits;
  private final Duration time;

  /**
   * @param heapBytes memory that the process has for objects; half of it is for pictures
   */
  DecodingPlaces(long heapBytes) {
    this(heapBytes, TIME);
  }

  /**
   * @param time for decoding, and for waiting
   */
  DecodingPlaces(long heapBytes, Duration time) {
    this.time = time;
    long pixels = heapBytes / 2 / PLACES / BYTES_OF_A_PIXEL;
    limits = PictureLimits.forStrangers(Math.max(FEWEST_PIXELS, Math.min(MOST_PIXELS, pixels)));
  }

  /** What a picture may be: PNG or JPEG, at most 16 Mi pixels, fewer where memory is small. */
  PictureLimits limits() {
    return limits;
  }

  /**
   * Does work in one of the places. What has waited longer than its client is likely to is not
   * begun.
   *
   * @param work gets the time in which a picture must be decoded
   * @return fails with a {@link QueueFullException} when it waited too long
   * @throws QueueFullException when too much is waiting for one
   */
  <T> CompletableFuture<T> run(Function<DecodingDeadline, T> work) {
    long latest = System.nanoTime() + time.toNanos();
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            if (System.nanoTime() - latest > 0) {
              throw tooMany();
            }
            return work.apply(DecodingDeadline.in(time));
          },
          threads);
    } catch (RejectedExecutionException e) {
      throw tooMany();
    }
  }

  private static QueueFullException tooMany() {
    return new QueueFullException("Too many pictures are waiting; try again in a second");
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
