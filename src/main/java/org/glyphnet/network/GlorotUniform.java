package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Kernels drawn uniformly from {@code [-limit, limit)} with {@code limit = sqrt(6 / (fan_in +
 * fan_out))} (Glorot and Bengio, 2010, AISTATS). Each kernel's numbers are a function of the seed
 * and its place in the network alone.
 */
final class GlorotUniform {
  private final long seed;
  private int kernels;

  GlorotUniform(long seed) {
    this.seed = seed;
  }

  /** The next kernel's initializer. */
  GraphVariables.Initializer<TFloat32> of(long fanIn, long fanOut) {
    int kernel = kernels++;
    float limit = (float) Math.sqrt(6.0 / (fanIn + fanOut));
    return (init, shape) -> {
      Operand<TFloat32> uniform =
          init.random.statelessRandomUniform(
              init.constant(shape.asArray()), init.constant(new long[] {seed, -1L - kernel}));
      return init.math.mul(init.math.sub(uniform, init.constant(0.5f)), init.constant(2 * limit));
    };
  }
}
