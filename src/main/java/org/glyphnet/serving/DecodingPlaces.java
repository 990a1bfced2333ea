package org.glyphnet.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  /**
   * @param heapBytes memory that the process has for objects; half of it is for pictures
   */
  DecodingPlaces(long heapBytes) {
    long pixels = heapBytes / 2 / PLACES / BYTES_OF_A_PIXEL;
    limits = PictureLimits.forStrangers(Math.max(FEWEST_PIXELS, Math.min(MOST_PIXELS, pixels)));
  }

  /** What a picture may be: PNG or JPEG, at most 16 Mi pixels, fewer where memory is small. */
  PictureLimits limits() {
    return limits;
  }

  /**
   * Does work in one of the places.
   *
   * @throws QueueFullException when too much is waiting for one
   */
  <T> CompletableFuture<T> run(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads);
    } catch (RejectedExecutionException e) {
      throw new QueueFullException("Too many pictures are waiting; try again in a second");
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
