package org.glyphnet.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecodingPlacesTest {
  private static final int PLACES = 2;
  private static final int WAITING = 256;

  @Test
  void whatHasWaitedTooLongIsNotBegun() throws Exception {
    try (DecodingPlaces places = new DecodingPlaces(256 << 20, Duration.ofMillis(50))) {
      CountDownLatch release = new CountDownLatch(1);
      List<CompletableFuture<Integer>> held = hold(places, release);
      CompletableFuture<Integer> late = places.run(deadline -> 1);
      Thread.sleep(100);
      release.countDown();

      assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(QueueFullException.class);
      for (CompletableFuture<Integer> place : held) {
        assertThat(place.get(10, TimeUnit.SECONDS)).isZero();
      }
      assertThat(places.run(deadline -> 2).get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void moreThanMayWaitAreRefusedAtOnceAndThenTakenAgain() throws Exception {
    try (DecodingPlaces places = new DecodingPlaces(256 << 20)) {
      CountDownLatch release = new CountDownLatch(1);
      List<CompletableFuture<Integer>> all = hold(places, release);
      for (int i = 0; i < WAITING; i++) {
        all.add(places.run(deadline -> 0));
      }

      assertThatThrownBy(() -> places.run(deadline -> 1)).isInstanceOf(QueueFullException.class);
      release.countDown();
      for (CompletableFuture<Integer> one : all) {
        assertThat(one.get(10, TimeUnit.SECONDS)).isZero();
      }
      assertThat(places.run(deadline -> 2).get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  /** Takes all places until they are released. */
  private static List<CompletableFuture<Integer>> hold(
      DecodingPlaces places, CountDownLatch release) {
    List<CompletableFuture<Integer>> held = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      held.add(
          places.run(
              deadline -> {
                awaitIt(release);
                return 0;
              }));
    }
    return held;
  }

  private static void awaitIt(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
