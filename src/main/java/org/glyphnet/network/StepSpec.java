package org.glyphnet.network;

/**
 * What a training step does. Immutable.
 *
 * @param adam the optimiser; its learning rate is what {@link TensorNames#LEARNING_RATE} is when
 *     nothing is fed
 * @param precision what the step's products compute in
 * @param regularisation beside the gradient
 * @param frozenConvolutions whether the convolutions and what normalises them stay as they are:
 *     they get no gradient, no update and no slots
 */
public record StepSpec(
    AdamSpec adam, Precision precision, Regularisation regularisation, boolean frozenConvolutions) {
  /** The book's step, in float32. */
  public static StepSpec of(AdamSpec adam) {
    return of(adam, Precision.FLOAT32);
  }

  /** The book's step. */
  public static StepSpec of(AdamSpec adam, Precision precision) {
    return new StepSpec(adam, precision, Regularisation.NONE, false);
  }
}
