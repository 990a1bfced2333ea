package org.glyphnet.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How often a run on a cluster begins again. A connection that was cut off can take a while to work
 * once the worker answers again, so losses alone do not end it, nor does time alone: it ends after
 * several losses over longer than a worker is waited for, with nothing saved in between.
 */
final class Losses {
  private static final int MOST_IN_VAIN = 5;
  private static final long LONGEST_PAUSE_SECONDS = 5;
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Duration limit;
  private final BooleanSupplier stop;
  private final LongSupplier nanos;
  private Optional<Path> savedBefore = Optional.empty();
  private int inVain;
  private long since;

  /**
   * @param limit how long a worker is waited for; empty for none
   * @param stop ends a pause early
   */
  Losses(Optional<Duration> limit, BooleanSupplier stop) {
    this(limit.orElse(Duration.ZERO), stop, System::nanoTime);
  }

  Losses(Duration limit, BooleanSupplier stop, LongSupplier nanos) {
    this.limit = limit;
    this.stop = stop;
    this.nanos = nanos;
  }

  /**
   * Counts one.
   *
   * @param saved the newest checkpoint
   * @return whether the run is to end
   */
  boolean tooMany(Optional<Path> saved) {
    if (inVain == 0 || !saved.equals(savedBefore)) {
      savedBefore = saved;
      inVain = 0;
      since = nanos.getAsLong();
    }
    inVain++;
    return inVain > MOST_IN_VAIN && nanos.getAsLong() - since >= limit.toNanos();
  }

  /** Waits before the run begins again: not at all after the first loss, then longer and longer. */
  void pause() {
    long millis = Math.min(inVain - 1, LONGEST_PAUSE_SECONDS) * 1_000;
    for (long waited = 0; waited < millis && !stop.getAsBoolean(); waited += LOOK_EVERY_MILLIS) {
      try {
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
