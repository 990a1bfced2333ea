package org.glyphnet.job;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar, 2016, <a
 * href="https://arxiv.org/abs/1502.07943">arXiv:1502.07943</a>): all runs begin; at each rung all
 * but the best stop. Immutable.
 *
 * @param factor of so many runs one goes on at each rung; 1 where none stops before its end
 */
public record Halving(int factor) {
  /** All runs go to their end. */
  public static final Halving NONE = new Halving(1);

  public Halving {
    if (factor < 1) {
      throw new IllegalArgumentException("the factor must be at least 1, found " + factor);
    }
  }

  /**
   * Epochs after which the runs are compared, fewest first; the last are all epochs. Each is the
   * next one's divided by the factor, as many as it takes to come down to one run, as far as there
   * are epochs to divide.
   *
   * @param epochs of a run that goes to its end
   * @param runs that begin
   */
  public List<Integer> rungs(int epochs, int runs) {
    List<Integer> rungs = new ArrayList<>(List.of(epochs));
    if (factor == 1) {
      return rungs;
    }
    int left = survivors(runs);
    for (int rung = epochs / factor; rung >= 1 && runs > 1; rung /= factor) {
      rungs.add(0, rung);
      if (left == 1) {
        break;
      }
      left = survivors(left);
    }
    return rungs;
  }

  /** How many of the runs at a rung go on. */
  public int survivors(int runs) {
    return (runs + factor - 1) / factor;
  }
}
