package org.glyphnet.network;

/** What the descriptions of a network require of their numbers. */
final class Checks {
  private Checks() {}

  static void atLeast(int least, int found, String what) {
    if (found < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", found " + found);
    }
  }

  /** In [0, 1). */
  static void share(float found, String what) {
    if (!(found >= 0 && found < 1)) {
      throw new IllegalArgumentException(what + " must be at least 0 and below 1, found " + found);
    }
  }

  static void above0(float found, String what) {
    if (!(found > 0 && found < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above 0, found " + found);
    }
  }
}
