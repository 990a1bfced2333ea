package org.glyphnet.job;

import java.util.List;
import java.util.Locale;
import org.glyphnet.training.EpochResult;

/**
 * Time of the training steps of a sweep.
 *
 * @param taken of all its runs, in seconds
 * @param whole what it would have been had every run that was trained gone to its last epoch, by
 *     its own seconds an epoch
 */
public record SweepTime(double taken, double whole) {
  static SweepTime of(List<Sweep.Run> runs) {
    double taken = 0;
    double whole = 0;
    for (Sweep.Run run : runs) {
      long epochs = run.epochs().stream().filter(epoch -> epoch.epoch() >= 0).count();
      double seconds = run.epochs().stream().mapToDouble(EpochResult::seconds).sum();
      taken += seconds;
      boolean toItsEnd = run.state() != Sweep.State.OUTDONE || epochs == 0;
      whole += toItsEnd ? seconds : seconds / epochs * run.planned().settings().plan().epochs();
    }
    return new SweepTime(taken, whole);
  }

  /** Share of the time that was saved, in [0, 1]. */
  public double saved() {
    return whole > 0 ? 1 - taken / whole : 0;
  }

  /** In one line. */
  public String told() {
    String time = String.format(Locale.ROOT, "Training took %.1f s", taken);
    return taken < whole
        ? time
            + String.format(
                Locale.ROOT,
                " of about %.1f s for all runs to their end: %.0f %% saved",
                whole,
                100 * saved())
        : time;
  }
}
