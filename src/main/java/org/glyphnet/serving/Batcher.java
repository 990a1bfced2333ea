package org.glyphnet.serving;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.glyphnet.inference.Answers;

/**
 * Lets images that arrive together run as one batch. Whoever finds the model idle runs at once, in
 * his own thread; what arrives meanwhile waits and forms the next batch. There is no waiting for a
 * batch to fill.
 *
 * <p>One batch runs at a time: TensorFlow spreads each over all threads that compute.
 */
final class Batcher {
  /** Runs one batch. */
  interface Model {
    Answers run(List<float[]> parts, int images);
  }

  private final Model model;
  private final int most;
  private final int places;
  private final Executor executor;
  private final IntConsumer batchSizes;
  private final Queue<Job> waiting = new ArrayDeque<>();
  private int imagesWaiting;
  private boolean running;

  /**
   * @param most images of a batch, at least 1
   * @param places images that may wait
   * @param executor runs the batches after the first
   * @param batchSizes hears how many images each batch has
   */
  Batcher(Model model, int most, int places, Executor executor, IntConsumer batchSizes) {
    this.model = model;
    this.most = most;
    this.places = places;
    this.executor = executor;
    this.batchSizes = batchSizes;
  }

  /** Images that are to run together, and who waits for them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Job(float[] pixels, int images, CompletableFuture<Answers> done) {}

  /**
   * Runs images, or has them wait for their turn. More than a batch are cut up.
   *
   * @param pixels {@code [images, height, width, channels]}
   * @return the answers in the same order; completed by the thread that ran the last of them
   * @throws Refusal with status 503 when too many are waiting
   */
  CompletableFuture<Answers> submit(float[] pixels, int images) {
    List<Job> jobs = cut(pixels, images);
    boolean idle;
    synchronized (this) {
      // On an empty queue even more than its places are taken: later would be no better.
      if (running && imagesWaiting + images > places && (imagesWaiting > 0 || places == 0)) {
        throw tooMany();
      }
      waiting.addAll(jobs);
      imagesWaiting += images;
      idle = !running;
      running = true;
    }
    if (idle) {
      runNext();
    }
    return joined(jobs);
  }

  /** Images that wait. */
  synchronized int imagesWaiting() {
    return imagesWaiting;
  }

  private List<Job> cut(float[] pixels, int images) {
    if (images <= most) {
      return List.of(new Job(pixels, images, new CompletableFuture<>()));
    }
    int size = pixels.length / images;
    List<Job> jobs = new ArrayList<>();
    for (int from = 0; from < images; from += most) {
      int to = Math.min(images, from + most);
      jobs.add(
          new Job(
              Arrays.copyOfRange(pixels, from * size, to * size),
              to - from,
              new CompletableFuture<>()));
    }
    return jobs;
  }

  private static CompletableFuture<Answers> joined(List<Job> jobs) {
    if (jobs.size() == 1) {
      return jobs.get(0).done();
    }
    return CompletableFuture.allOf(
            jobs.stream().map(Job::done).toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> Answers.joined(jobs.stream().map(job -> job.done().join()).toList()));
  }

  private void runNext() {
    List<Job> batch = nextBatch();
    int images = batch.stream().mapToInt(Job::images).sum();
    Answers answers;
    try {
      batchSizes.accept(images);
      answers = model.run(batch.stream().map(Job::pixels).toList(), images);
    } catch (RuntimeException | Error e) {
      goOn();
      batch.forEach(job -> job.done().completeExceptionally(e));
      return;
    }
    // The next batch runs while this one's answers are written.
    goOn();
    int from = 0;
    for (Job job : batch) {
      job.done().complete(answers.slice(from, from + job.images()));
      from += job.images();
    }
  }

  private synchronized List<Job> nextBatch() {
    List<Job> batch = new ArrayList<>();
    int images = 0;
    while (!waiting.isEmpty() && images + waiting.peek().images() <= most) {
      Job job = waiting.remove();
      images += job.images();
      batch.add(job);
    }
    imagesWaiting -= images;
    return batch;
  }

  private void goOn() {
    synchronized (this) {
      running = !waiting.isEmpty();
      if (!running) {
        return;
      }
    }
    executor.execute(this::runNext);
  }

  private static Refusal tooMany() {
    return new Refusal(
        Refusal.SERVICE_UNAVAILABLE,
        "Too many images are waiting; try again in a second",
        java.util.Map.of("Retry-After", "1"));
  }
}
