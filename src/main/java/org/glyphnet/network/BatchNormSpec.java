package org.glyphnet.network;

/**
 * Batch normalisation, wherever a network has it (Ioffe and Szegedy, 2015, arXiv:1502.03167).
 * Immutable.
 *
 * @param momentum how much of its old value a moving average keeps at each step, in [0, 1); 0 means
 *     the last batch's statistics
 * @param epsilon what is added to a variance before dividing by its root, above 0
 */
public record BatchNormSpec(float momentum, float epsilon) {
  public BatchNormSpec {
    Checks.share(momentum, "batch-norm momentum");
    Checks.above0(epsilon, "batch-norm epsilon");
  }
}
