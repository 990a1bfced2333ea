package org.glyphnet.training;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import org.glyphnet.Internal;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;

/**
 * The batches of one pass over some images, each filled while the one before it is in use, so that
 * nobody waits for pixels. Two pairs of tensors serve all batches.
 *
 * <p>Owns the tensors and one thread; {@link #close} frees them. For use by one thread.
 */
@Internal
public final class BatchFeed implements AutoCloseable {
  private final int[] order;
  private final IntUnaryOperator end;
  private final BatchTensors.Filler filler;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread filler = new Thread(task, "batch-feed");
            filler.setDaemon(true);
            return filler;
          });
  private BatchTensors current;
  private BatchTensors spare;
  private Future<?> filling = CompletableFuture.completedFuture(null);
  private int from;
  private int to;

  /**
   * @param order indices into the data set, in the order in which they are wanted
   * @param end where the batch ends that starts at an index into {@code order}
   */
  public BatchFeed(ImageDataset dataset, int[] order, IntUnaryOperator end) {
    this(dataset, order, end, 0, Batches::fill);
  }

  /**
   * @param start index into {@code order} where the first batch starts
   * @param filler how images become numbers; only this object's thread calls it
   */
  BatchFeed(
      ImageDataset dataset,
      int[] order,
      IntUnaryOperator end,
      int start,
      BatchTensors.Filler filler) {
    this.order = order;
    this.end = end;
    this.filler = filler;
    this.current = new BatchTensors(dataset);
    this.spare = new BatchTensors(dataset);
    this.to = start;
    if (hasNext()) {
      fill(start);
    }
  }

  /** Whether there is another batch. */
  public boolean hasNext() {
    return to < order.length;
  }

  /** The next batch, valid until the call after this one; its tensors belong to this object. */
  public BatchTensors next() {
    await();
    BatchTensors filled = spare;
    spare = current;
    current = filled;
    from = to;
    to = end.applyAsInt(from);
    if (hasNext()) {
      fill(to);
    }
    return current;
  }

  /** Index into the order of the current batch's first image. */
  public int from() {
    return from;
  }

  /** Index into the order after the current batch's last image. */
  public int to() {
    return to;
  }

  private void fill(int start) {
    BatchTensors target = spare;
    filling = thread.submit(() -> target.load(order, start, end.applyAsInt(start), filler));
  }

  private void await() {
    try {
      filling.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be filled", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a batch was being filled");
    }
  }

  @Override
  public void close() {
    try {
      await(); // it writes into memory that is about to be freed
    } finally {
      thread.shutdown();
      current.close();
      spare.close();
    }
  }
}
