package org.glyphnet.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** When a training process is killed; told by what it has on the disk, without its help. */
enum Moment {
  /** Any time from its start to its end. */
  ANY(0, 4000),
  /** While a checkpoint is written beside, moved into place, or named. */
  SAVING(1, 40),
  /** Between a checkpoint's moves, its naming, and the deleting of old ones. */
  AFTER_SAVING(1, 15),
  /** While a SavedModel's version is written beside and moved into place. */
  EXPORTING(1, 250),
  /** After the version has its place, before the run is recorded as finished. */
  AFTER_EXPORTING(1, 150);

  /** Whether something has to be seen first. */
  private final boolean waits;

  /** Up to how many milliseconds later the process is killed. */
  private final int within;

  Moment(int waits, int within) {
    this.waits = waits > 0;
    this.within = within;
  }

  /**
   * Waits for the moment.
   *
   * @param random says which of the moments, and how long into it
   * @return whether it came while the process lived
   */
  boolean await(Process process, TinyRun run, Random random)
      throws IOException, InterruptedException {
    int which = this == EXPORTING || this == AFTER_EXPORTING ? 1 : 1 + random.nextInt(12);
    for (int seen = 0; waits && seen < which; seen++) {
      while (!isNow(run)) {
        if (!process.isAlive()) {
          return false;
        }
        pause();
      }
      while (seen + 1 < which && isNow(run) && process.isAlive()) {
        pause();
      }
    }
    Thread.sleep(0, 1 + random.nextInt(999_999));
    Thread.sleep(random.nextInt(within));
    return process.isAlive();
  }

  private boolean isNow(TinyRun run) throws IOException {
    return switch (this) {
      case ANY -> true;
      case SAVING -> TinyRun.names(run.checkpoints()).contains(".saving");
      case AFTER_SAVING -> has(TinyRun.names(run.checkpoints()), ".checkpoint.");
      case EXPORTING -> has(TinyRun.names(run.model()), ".exporting-");
      case AFTER_EXPORTING -> TinyRun.names(run.model()).contains("1");
    };
  }

  private static boolean has(List<String> names, String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(0, 200_000);
  }
}
