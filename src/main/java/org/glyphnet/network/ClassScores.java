package org.glyphnet.network;

import org.glyphnet.Internal;

/** Rows of one value a class. */
@Internal
public final class ClassScores {
  private ClassScores() {}

  /**
   * Number of the class with the highest value, of equals the first.
   *
   * @param offset of the row in {@code values}
   * @param classes in the row, at least 1
   */
  public static int highest(float[] values, int offset, int classes) {
    int highest = 0;
    for (int i = 1; i < classes; i++) {
      if (values[offset + i] > values[offset + highest]) {
        highest = i;
      }
    }
    return highest;
  }
}
