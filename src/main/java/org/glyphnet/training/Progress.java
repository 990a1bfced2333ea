package org.glyphnet.training;

import java.util.Locale;

/**
 * Where a run stands: with the variables, all that it takes to go on as if it had never stopped.
 * Immutable.
 *
 * @param epochs epochs that are behind it, their evaluation too
 * @param steps steps done of the epoch after those
 * @param images images that went through in those steps
 * @param costSum sum of the steps' mean costs, each times its images, as the trainer adds it up
 * @param seconds wall time of those steps
 */
public record Progress(int epochs, int steps, int images, double costSum, double seconds) {
  /** Nothing is done yet, not even the evaluation of the untrained network. */
  public static final Progress START = afterEpoch(-1);

  public Progress {
    if (epochs < 0 || steps < 0 || images < steps || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no run stands at %d epochs, %d steps and %d images after %f s",
              epochs,
              steps,
              images,
              seconds));
    }
  }

  /** At the end of an epoch, from 0. */
  public static Progress afterEpoch(int epoch) {
    return new Progress(epoch + 1, 0, 0, 0, 0);
  }

  /** One step further. */
  Progress afterStep(int batch, float cost, double moreSeconds) {
    return new Progress(
        epochs,
        steps + 1,
        images + batch,
        // In double, in the order of the steps: the sum has the same bits wherever the run stopped.
        costSum + (double) cost * batch,
        seconds + moreSeconds);
  }
}
