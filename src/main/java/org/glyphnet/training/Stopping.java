package org.glyphnet.training;

import java.util.List;
import java.util.Optional;

/**
 * When to stop before the last epoch, and which epoch's network is the result. Looks at the
 * validation part alone. Everything is a function of the epochs so far, so a run that is resumed
 * stops where one that was never stopped does. Immutable.
 *
 * @param patience epochs without a better one after which training ends; 0 for never
 * @param best whether the result is the best epoch's network, not the last one's
 */
public record Stopping(int patience, boolean best) {
  /** The book's: all epochs, and the last one is the result. */
  public static final Stopping NEVER = new Stopping(0, false);

  public Stopping {
    if (patience < 0) {
      throw new IllegalArgumentException("patience must be at least 0, found " + patience);
    }
  }

  /** Whether a validation part is needed. */
  public boolean looksAtValidation() {
    return patience > 0 || best;
  }

  /**
   * The best epoch so far: the highest accuracy on the validation part, of equals the lowest cost
   * there, of equals the first. The untrained network is none.
   */
  public static Optional<EpochResult> bestOf(List<EpochResult> epochs) {
    EpochResult best = null;
    for (EpochResult epoch : epochs) {
      if (epoch.epoch() >= 0 && (best == null || better(epoch, best))) {
        best = epoch;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether training ends after these epochs. */
  boolean over(List<EpochResult> epochs) {
    if (patience == 0) {
      return false;
    }
    return bestOf(epochs)
        .filter(best -> epochs.get(epochs.size() - 1).epoch() - best.epoch() >= patience)
        .isPresent();
  }

  private static boolean better(EpochResult one, EpochResult other) {
    int accuracy = Double.compare(one.validationAccuracy(), other.validationAccuracy());
    return accuracy > 0 || (accuracy == 0 && one.validationCost() < other.validationCost());
  }
}
