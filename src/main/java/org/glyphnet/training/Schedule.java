package org.glyphnet.training;

import java.util.Locale;

/**
 * How the learning rate goes over a run. Immutable.
 *
 * @param kind its course after the warm-up
 * @param warmup share of the run's steps in which the rate rises evenly from nothing to its full
 *     value, in [0, 1)
 */
public record Schedule(Kind kind, double warmup) {
  /** The book's: the same rate for all steps. */
  public static final Schedule CONSTANT = new Schedule(Kind.CONSTANT, 0);

  /** Where the one-cycle schedule starts and ends, as shares of the full rate. */
  private static final double CYCLE_START = 1.0 / 25;

  private static final double CYCLE_END = 1e-4;

  /** Which share of its steps the one-cycle schedule rises. */
  private static final double CYCLE_RISE = 0.3;

  /** Courses of the learning rate. */
  public enum Kind {
    /** The full rate throughout. */
    CONSTANT,
    /** Half a cosine from the full rate down to nothing (Loshchilov and Hutter, 2016). */
    COSINE,
    /**
     * Along half a cosine from a 25th up to the full rate for three tenths of the steps, then along
     * another down to a ten-thousandth (Smith and Topin, 2017, arXiv:1708.07120).
     */
    ONE_CYCLE,
    /** The full rate, a tenth of it from six tenths of the way, a hundredth from 85 hundredths. */
    STEPS;

    /** How it is written in options and records. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Schedule {
    if (!(warmup >= 0 && warmup < 1)) {
      throw new IllegalArgumentException(
          "warm-up must be at least 0 and below 1 of the steps, found " + warmup);
    }
  }

  /**
   * The learning rate of a step.
   *
   * @param full the full rate
   * @param step from 0, over the whole run
   * @param steps of the whole run
   */
  public float rate(float full, long step, long steps) {
    double rising = warmup * steps;
    if (step < rising) {
      return (float) (full * (step + 1) / (rising + 1));
    }
    double way = Math.min(1, (step - rising) / Math.max(1, steps - rising));
    return switch (kind) {
      case CONSTANT -> full;
      case COSINE -> (float) (full * cosine(1, 0, way));
      case ONE_CYCLE ->
          (float)
              (full
                  * (way < CYCLE_RISE
                      ? cosine(CYCLE_START, 1, way / CYCLE_RISE)
                      : cosine(1, CYCLE_END, (way - CYCLE_RISE) / (1 - CYCLE_RISE))));
      case STEPS -> (float) (full * (way < 0.6 ? 1 : way < 0.85 ? 0.1 : 0.01));
    };
  }

  /** From one value to another along half a cosine. */
  private static double cosine(double from, double to, double way) {
    return to + (from - to) * (1 + Math.cos(Math.PI * way)) / 2;
  }
}
