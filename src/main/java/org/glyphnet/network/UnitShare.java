package org.glyphnet.network;

/**
 * Which of a dense layer's units are computed in one place: all of them, or one of several parts
 * that differ by one unit at most.
 *
 * @param owner what the names of the part's variables begin with, empty for the whole
 * @param index which part, from 0
 * @param of how many parts there are
 */
record UnitShare(String owner, int index, int of) {
  /** All units in one place. */
  static final UnitShare WHOLE = new UnitShare("", 0, 1);

  /** Where it begins, in {@code [0, units]}. */
  int from(int units) {
    return Math.toIntExact((long) units * index / of);
  }

  /** How many units it has. */
  int count(int units) {
    return Math.toIntExact((long) units * (index + 1) / of) - from(units);
  }

  /** Whether it is less than all units. */
  boolean isPart() {
    return of > 1;
  }
}
