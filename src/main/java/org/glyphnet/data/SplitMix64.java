package org.glyphnet.data;

import org.glyphnet.Internal;

/**
 * A random stream that is cheap to start, so every image can have its own: the SplitMix64 generator
 * of Steele, Lea and Flood, <a href="https://doi.org/10.1145/2714064.2660195">Fast Splittable
 * Pseudorandom Number Generators</a>. Integer arithmetic only, so the same on every machine.
 */
@Internal
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private SplitMix64(long state) {
    this.state = state;
  }

  /** The stream that belongs to {@code (seed, index)}, independent of the streams beside it. */
  public static SplitMix64 of(long seed, long index) {
    return new SplitMix64(mix(mix(seed) + GOLDEN_GAMMA * (2 * index + 1)));
  }

  /** The next 64 random bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [{@code low}, {@code high}). */
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in 0 to {@code bound - 1}. */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /**
   * Bell-shaped with mean 0 and standard deviation 1, never beyond 3.5: the sum of four uniforms. A
   * true normal would need a logarithm and would now and then throw a point off the page.
   */
  public double bell() {
    // Four uniforms have variance 4 / 12; sqrt(3) brings it to 1.
    return (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508075688772;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
