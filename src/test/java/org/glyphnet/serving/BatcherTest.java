package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.glyphnet.inference.Predictions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private static final int MOST = 4;
  private static final int PLACES = 6;

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Integer> batches = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void end() {
    gate.countDown();
    threads.shutdownNow();
  }

  @Test
  void aCallerThatFindsItIdleRunsOnItsOwnThread() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    Batcher batcher =
        new Batcher(
            (parts, images) -> {
              ran.set(Thread.currentThread());
              return echo(parts, images);
            },
            MOST,
            PLACES,
            threads,
            batches::add);

    CompletableFuture<Predictions> answer = batcher.submit(pixels(7), 1);

    assertThat(answer).isCompleted();
    assertThat(ran.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void whatArrivesWhileABatchRunsFormsTheNextUpToTheLimit() throws Exception {
    Batcher batcher = gated();
    CompletableFuture<Predictions> first = inAnotherThread(batcher, 0);
    List<CompletableFuture<Predictions>> others =
        IntStream.rangeClosed(1, 6).mapToObj(i -> batcher.submit(pixels(i), 1)).toList();
    assertThat(batcher.imagesWaiting()).isEqualTo(6);

    gate.countDown();

    assertThat(value(first)).isEqualTo(0);
    for (int i = 0; i < 6; i++) {
      assertThat(value(others.get(i))).isEqualTo(i + 1);
    }
    assertThat(batches).containsExactly(1, 4, 2);
  }

  @Test
  void whatIsCancelledLeavesTheQueueAndIsNotRun() throws Exception {
    Batcher batcher = gated();
    CompletableFuture<Predictions> first = inAnotherThread(batcher, 0);
    CompletableFuture<Predictions> gone = batcher.submit(pixels(1, 2, 3, 4, 5), 5);
    CompletableFuture<Predictions> stays = batcher.submit(pixels(6), 1);

    gone.cancel(false);

    assertThat(batcher.imagesWaiting()).isEqualTo(1);
    gate.countDown();
    assertThat(value(first)).isEqualTo(0);
    assertThat(value(stays)).isEqualTo(6);
    assertThat(batches).containsExactly(1, 1);
  }

  @Test
  void whereAllThatWaitedWereCancelledTheNextCallerRunsAtOnce() throws Exception {
    Batcher batcher = gated();
    CompletableFuture<Predictions> first = inAnotherThread(batcher, 0);
    batcher.submit(pixels(1), 1).cancel(false);
    gate.countDown();
    assertThat(value(first)).isEqualTo(0);

    assertThat(value(batcher.submit(pixels(2), 1))).isEqualTo(2);
  }

  @Test
  void moreThanABatchAreCutUpAndAnsweredTogether() throws Exception {
    Batcher batcher = new Batcher(BatcherTest::echo, MOST, PLACES, threads, batches::add);

    Predictions answers =
        batcher.submit(pixels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 10).get(5, TimeUnit.SECONDS);

    assertThat(answers.images()).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      assertThat(answers.prediction(i)).isEqualTo(i);
      assertThat(answers.score(i, 1)).isEqualTo(i);
    }
    assertThat(batches).containsExactly(4, 4, 2);
  }

  @Test
  void imagesOfOneRequestRunTogether() throws Exception {
    Batcher batcher = gated();
    CompletableFuture<Predictions> first = inAnotherThread(batcher, 0);
    CompletableFuture<Predictions> three = batcher.submit(pixels(1, 2, 3), 3);
    CompletableFuture<Predictions> two = batcher.submit(pixels(4, 5), 2);

    gate.countDown();

    first.get(5, TimeUnit.SECONDS);
    assertThat(three.get(5, TimeUnit.SECONDS).prediction(2)).isEqualTo(3);
    assertThat(two.get(5, TimeUnit.SECONDS).prediction(1)).isEqualTo(5);
    assertThat(batches).containsExactly(1, 3, 2);
  }

  @Test
  void aFullQueueIsRefusedAtOnce() throws Exception {
    Batcher batcher = gated();
    CompletableFuture<Predictions> first = inAnotherThread(batcher, 0);
    CompletableFuture<Predictions> waiting = batcher.submit(pixels(1, 2, 3, 4, 5, 6), 6);

    assertThatThrownBy(() -> batcher.submit(pixels(7), 1))
        .isInstanceOf(QueueFullException.class)
        .hasMessage("Too many images are waiting; try again in a second");

    gate.countDown();
    first.get(5, TimeUnit.SECONDS);
    assertThat(waiting.get(5, TimeUnit.SECONDS).images()).isEqualTo(6);
    assertThat(batcher.submit(pixels(8), 1).get(5, TimeUnit.SECONDS).prediction(0)).isEqualTo(8);
  }

  @Test
  void anErrorWhileABatchIsTakenReachesItsCallerAndTheNextBatchRuns() throws Exception {
    boolean[] fails = {true};
    Batcher batcher =
        new Batcher(
            BatcherTest::echo,
            MOST,
            PLACES,
            threads,
            images -> {
              if (fails[0]) {
                throw new OutOfMemoryError("as when the heap is full");
              }
            });

    CompletableFuture<Predictions> failed = batcher.submit(pixels(1), 1);
    fails[0] = false;

    assertThatThrownBy(() -> failed.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(batcher.submit(pixels(2), 1).get(5, TimeUnit.SECONDS).prediction(0)).isEqualTo(2);
  }

  @Test
  void aFailedBatchFailsItsOwnRequestsAndNoOthers() throws Exception {
    Batcher batcher =
        new Batcher(
            (parts, images) -> {
              if (parts.get(0)[0] < 0) {
                throw new IllegalStateException("negative");
              }
              return echo(parts, images);
            },
            MOST,
            PLACES,
            threads,
            batches::add);

    assertThat(batcher.submit(pixels(-1), 1)).isCompletedExceptionally();
    assertThat(value(batcher.submit(pixels(3), 1))).isEqualTo(3);
  }

  @Test
  void everyRequestOfManyThreadsIsAnsweredOnce() throws Exception {
    Batcher batcher = new Batcher(BatcherTest::echo, MOST, 100_000, threads, images -> {});
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Predictions>> all =
          IntStream.range(0, 20_000)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> batcher.submit(pixels(i), 1).join(), clients))
              .toList();

      for (int i = 0; i < all.size(); i++) {
        assertThat(value(all.get(i))).isEqualTo(i);
      }
      assertThat(batcher.imagesWaiting()).isZero();
    } finally {
      clients.shutdown();
    }
  }

  /** A batcher whose first batch runs until the gate opens. */
  private Batcher gated() {
    return new Batcher(
        (parts, images) -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return echo(parts, images);
        },
        MOST,
        PLACES,
        threads,
        batches::add);
  }

  /** Submits, and returns when the batch is under way. */
  private CompletableFuture<Predictions> inAnotherThread(Batcher batcher, int value)
      throws InterruptedException {
    CompletableFuture<Predictions> submitted =
        CompletableFuture.supplyAsync(() -> batcher.submit(pixels(value), 1).join(), threads);
    while (batches.isEmpty()) {
      Thread.sleep(1);
    }
    return submitted;
  }

  /** A model of one-pixel images in two classes whose answers are the pixels. */
  private static Predictions echo(List<float[]> parts, int images) {
    float[] scores = new float[2 * images];
    long[] predictions = new long[images];
    int at = 0;
    for (float[] part : parts) {
      for (float pixel : part) {
        scores[2 * at + 1] = pixel;
        predictions[at++] = (long) pixel;
      }
    }
    assertThat(at).isEqualTo(images);
    return new Predictions(scores, scores, predictions);
  }

  private static long value(CompletableFuture<Predictions> answer) throws Exception {
    return answer.get(5, TimeUnit.SECONDS).prediction(0);
  }

  private static float[] pixels(int... values) {
    float[] pixels = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = values[i];
    }
    return pixels;
  }
}
