package org.glyphnet.data;

import java.util.Random;
import org.glyphnet.Internal;

/**
 * Random orders that are a function of a seed and a purpose alone: the same on every machine,
 * because {@link Random} is specified to the bit.
 */
@Internal
public final class Shuffle {
  /** The purpose of dividing a data set; epochs have theirs from 0 on. */
  public static final int SPLIT = -1;

  /** The purpose of taking images for choosing out of those for training. */
  static final int VALIDATION = -2;

  /** The purpose of choosing images for statistics. */
  public static final int STATISTICS = -3;

  private Shuffle() {}

  /** The images in another order (Fisher and Yates, 1938); the given array stays as it is. */
  public static int[] of(int[] images, long seed, int purpose) {
    Random random = new Random(mixed(seed, purpose));
    int[] order = images.clone();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * Neighbouring seeds and epochs must not give related orders (finaliser of SplitMix64, Steele et
   * al., 2014).
   */
  private static long mixed(long seed, int purpose) {
    long z = seed * 0x9E3779B97F4A7C15L + purpose;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
