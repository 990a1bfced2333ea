package org.glyphnet.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.glyphnet.inference.Predictions;

/**
 * Lets images that arrive together run as one batch. A caller that finds the model idle runs its
 * images at once, on its own thread; images that arrive meanwhile wait and form the next batch. It
 * does not wait for a batch to fill.
 *
 * <p>One batch runs at a time: TensorFlow spreads each over all threads that compute.
 */
final class Batcher {
  /** Runs one batch. */
  interface Model {
    Predictions run(List<float[]> parts, int images);
  }

  private final Model model;
  private final int maxBatch;
  private final int maxWaiting;
  private final Executor executor;
  private final IntConsumer batchSizes;
  private final Queue<Job> waiting = new ArrayDeque<>();
  private int imagesWaiting;
  private boolean running;

  /**
   * @param maxBatch images of a batch, at least 1
   * @param maxWaiting images that may wait
   * @param executor runs the batches after the first
   * @param batchSizes hears how many images each batch has
   */
  Batcher(Model model, int maxBatch, int maxWaiting, Executor executor, IntConsumer batchSizes) {
    this.model = model;
    this.maxBatch = maxBatch;
    this.maxWaiting = maxWaiting;
    this.executor = executor;
    this.batchSizes = batchSizes;
  }

  /** Images that are to run together, and the promise of their predictions. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Job(float[] pixels, int images, CompletableFuture<Predictions> done) {}

  /**
   * Runs images, or has them wait for their turn. More than a batch are cut up.
   *
   * @param pixels {@code [images, height, width, channels]}
   * @return the predictions in the same order; completed by the thread that ran the last of them.
   *     Who cancels it takes the images out of the queue, where they still wait
   * @throws QueueFullException when too many are waiting
   */
  CompletableFuture<Predictions> submit(float[] pixels, int images) {
    List<Job> jobs = cut(pixels, images);
    boolean idle;
    synchronized (this) {
      // An empty queue takes even more than its places: later would be no better.
      if (running
          && imagesWaiting + images > maxWaiting
          && (imagesWaiting > 0 || maxWaiting == 0)) {
        throw new QueueFullException("Too many images are waiting; try again in a second");
      }
      waiting.addAll(jobs);
      imagesWaiting += images;
      idle = !running;
      running = true;
    }
    jobs.forEach(this::leaveWhenCancelled);
    if (idle) {
      runNext();
    }
    return joined(jobs);
  }

  private void leaveWhenCancelled(Job job) {
    var unused =
        job.done()
            .whenComplete(
                (predictions, failure) -> {
                  if (job.done().isCancelled()) {
                    leave(job);
                  }
                });
  }

  private synchronized void leave(Job job) {
    if (waiting.remove(job)) {
      imagesWaiting -= job.images();
    }
  }

  /** Images that wait. */
  synchronized int imagesWaiting() {
    return imagesWaiting;
  }

  private List<Job> cut(float[] pixels, int images) {
    if (images <= maxBatch) {
      return List.of(new Job(pixels, images, new CompletableFuture<>()));
    }
    int size = pixels.length / images;
    List<Job> jobs = new ArrayList<>();
    for (int from = 0; from < images; from += maxBatch) {
      int to = Math.min(images, from + maxBatch);
      jobs.add(
          new Job(
              Arrays.copyOfRange(pixels, from * size, to * size),
              to - from,
              new CompletableFuture<>()));
    }
    return jobs;
  }

  private static CompletableFuture<Predictions> joined(List<Job> jobs) {
    if (jobs.size() == 1) {
      return jobs.get(0).done();
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(jobs.stream().map(Job::done).toArray(CompletableFuture<?>[]::new));
    CompletableFuture<Predictions> joined =
        all.thenApply(
            done -> Predictions.joined(jobs.stream().map(job -> job.done().join()).toList()));
    for (Job job : jobs) {
      var unused = Cancellation.passedOn(joined, job.done());
    }
    return joined;
  }

  private void runNext() {
    List<Job> batch = new ArrayList<>();
    Predictions predictions;
    try {
      // Also an error here, as when memory is short, must reach the callers and start the next.
      int images = takeNext(batch);
      if (images == 0) { // all that waited were cancelled
        startNext();
        return;
      }
      batchSizes.accept(images);
      predictions = model.run(batch.stream().map(Job::pixels).toList(), images);
    } catch (RuntimeException | Error e) {
      startNext();
      batch.forEach(job -> job.done().completeExceptionally(e));
      return;
    }
    // The next batch runs while this one's answers are written.
    startNext();
    int from = 0;
    for (Job job : batch) {
      complete(job, predictions, from);
      from += job.images();
    }
  }

  private static void complete(Job job, Predictions predictions, int from) {
    Predictions own;
    try {
      own = predictions.slice(from, from + job.images());
    } catch (RuntimeException | Error e) {
      job.done().completeExceptionally(e);
      return;
    }
    job.done().complete(own);
  }

  /** Moves the images of the next batch out of the queue; returns how many they are. */
  private synchronized int takeNext(List<Job> batch) {
    int images = 0;
    while (!waiting.isEmpty() && images + waiting.peek().images() <= maxBatch) {
      batch.add(waiting.peek());
      Job job = waiting.remove();
      images += job.images();
      imagesWaiting -= job.images();
    }
    return images;
  }

  private void startNext() {
    synchronized (this) {
      running = !waiting.isEmpty();
      if (!running) {
        return;
      }
    }
    executor.execute(this::runNext);
  }
}
