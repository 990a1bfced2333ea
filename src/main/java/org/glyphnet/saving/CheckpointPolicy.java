package org.glyphnet.saving;

import org.glyphnet.Internal;

/**
 * When checkpoints are saved, how many stay, and of what. Immutable.
 *
 * @param maxToKeep how many of those after each epoch stay, at least 1
 * @param saveEvery steps from one within an epoch to the next, at least 1
 * @param trainedWith all that decides which numbers are trained; a checkpoint of another cannot be
 *     continued
 */
@Internal
public record CheckpointPolicy(int maxToKeep, int saveEvery, Fingerprint trainedWith) {
  /** More steps than an epoch has: none within it. */
  public static final int NEVER = Integer.MAX_VALUE;

  public CheckpointPolicy {
    if (maxToKeep < 1) {
      throw new IllegalArgumentException(
          "checkpoints to keep must be at least 1, found " + maxToKeep);
    }
    if (saveEvery < 1) {
      throw new IllegalArgumentException(
          "checkpoints must be at least 1 step apart, found " + saveEvery);
    }
  }
}
