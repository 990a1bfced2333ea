package org.glyphnet.training;

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
 */
public record Learning(
    Schedule schedule,
    Regularisation regularisation,
    boolean recomputed,
    Augmentation augmentation,
    Stopping stopping,
    boolean frozenConvolutions) {
  /** The book's. */
  public static final Learning BOOK = new Learning(null, null, false, null, null, false);

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
  }

  /** The same with another schedule. */
  public Learning withSchedule(Schedule newSchedule) {
    return new Learning(
        newSchedule, regularisation, recomputed, augmentation, stopping, frozenConvolutions);
  }

  /** The same with another regularisation. */
  public Learning withRegularisation(Regularisation newRegularisation) {
    return new Learning(
        schedule, newRegularisation, recomputed, augmentation, stopping, frozenConvolutions);
  }

  /** The same with another augmentation. */
  public Learning withAugmentation(Augmentation newAugmentation) {
    return new Learning(
        schedule, regularisation, recomputed, newAugmentation, stopping, frozenConvolutions);
  }

  /** The same with another end. */
  public Learning withStopping(Stopping newStopping) {
    return new Learning(
        schedule, regularisation, recomputed, augmentation, newStopping, frozenConvolutions);
  }

  /** The same with the convolutions frozen or not. */
  public Learning withFrozenConvolutions(boolean frozen) {
    return new Learning(schedule, regularisation, recomputed, augmentation, stopping, frozen);
  }
}
