package org.glyphnet.network;

import java.util.Locale;

/** The function after each layer's linear part. */
public enum Activation {
  /** {@code max(x, 0.2 x)}; the book's. */
  LEAKY_RELU,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code x} above 0, {@code exp(x) - 1} below (Clevert et al., 2015, arXiv:1511.07289). */
  ELU,
  /**
   * ELU scaled so that activations normalise themselves (Klambauer et al., 2017, arXiv:1706.02515).
   */
  SELU,
  /** {@code tanh(x)}. */
  TANH,
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID,
  /** {@code log(1 + exp(x))}. */
  SOFTPLUS,
  /**
   * {@code x * sigmoid(x)} (Ramachandran et al., 2017, arXiv:1710.05941); falls before it rises.
   */
  SWISH;

  /** Slope of {@link #LEAKY_RELU} below zero, as in the book. */
  public static final float LEAKY_SLOPE = 0.2f;

  /** Whether a larger input never gives a smaller output. */
  boolean rising() {
    return this != SWISH;
  }

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
