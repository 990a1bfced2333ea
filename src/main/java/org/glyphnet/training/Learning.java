package org.glyphnet.training;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.network.Regularisation;

/**
 * How a run learns beside plain steps; the book's has none of it. Immutable.
 *
 * @param schedule how the learning rate goes
 * @param regularisation what a step does beside following the gradient
 * @param recomputed whether the statistics of batch normalisation are worked out anew over the
 *     training images before each evaluation, with the weights that are evaluated, instead of being
 *     the averages that the steps left
 * @param augmentation what training images go through
 * @param stopping when to stop and which epoch is the result
 * @param frozenConvolutions whether the convolutions stay as they are, for a run that starts from a
 *     trained model
 * @param trainSample how many of the training images are evaluated between epochs, drawn evenly
 *     over their order; 0 for all. At the end all are
 */
public record Learning(
    Schedule schedule,
    Regularisation regularisation,
    boolean recomputed,
    Augmentation augmentation,
    Stopping stopping,
    boolean frozenConvolutions,
    int trainSample) {
  /** The book's. */
  public static final Learning BOOK = new Learning(null, null, false, null, null, false, 0);

  /** What is not given is the book's. */
  public Learning {
    schedule = schedule == null ? Schedule.CONSTANT : schedule;
    regularisation = regularisation == null ? Regularisation.NONE : regularisation;
    augmentation = augmentation == null ? Augmentation.NONE : augmentation;
    stopping = stopping == null ? Stopping.NEVER : stopping;
    if (regularisation.averaged() && !recomputed) {
      throw new IllegalArgumentException(
          "averaged weights need statistics that are recomputed with them");
    }
    if (trainSample < 0) {
      throw new IllegalArgumentException("sample must be at least 0, found " + trainSample);
    }
  }

  /** The same with another schedule. */
  public Learning withSchedule(Schedule newSchedule) {
    return new Learning(
        newSchedule,
        regularisation,
        recomputed,
        augmentation,
        stopping,
        frozenConvolutions,
        trainSample);
  }

  /** The same with another regularisation. */
  public Learning withRegularisation(Regularisation newRegularisation) {
    return new Learning(
        schedule,
        newRegularisation,
        recomputed,
        augmentation,
        stopping,
        frozenConvolutions,
        trainSample);
  }

  /** The same with another augmentation. */
  public Learning withAugmentation(Augmentation newAugmentation) {
    return new Learning(
        schedule,
        regularisation,
        recomputed,
        newAugmentation,
        stopping,
        frozenConvolutions,
        trainSample);
  }

  /** The same with another end. */
  public Learning withStopping(Stopping newStopping) {
    return new Learning(
        schedule,
        regularisation,
        recomputed,
        augmentation,
        newStopping,
        frozenConvolutions,
        trainSample);
  }

  /** The same with the convolutions frozen or not. */
  public Learning withFrozenConvolutions(boolean frozen) {
    return new Learning(
        schedule, regularisation, recomputed, augmentation, stopping, frozen, trainSample);
  }

  /** The training images that are evaluated between epochs. */
  int[] evaluated(int[] train) {
    if (trainSample == 0 || trainSample >= train.length) {
      return train;
    }
    return IntStream.range(0, trainSample)
        .map(place -> train[(int) ((long) place * train.length / trainSample)])
        .toArray();
  }

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
    public boolean over(List<EpochResult> epochs) {
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
}
