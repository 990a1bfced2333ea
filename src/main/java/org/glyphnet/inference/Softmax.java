package org.glyphnet.inference;

import org.glyphnet.network.ClassScores;

/** What is worked out where a model does not tell it itself. Tables are {@code [rows, classes]}. */
final class Softmax {
  /** How far from 1 the sum of float32 probabilities may be. */
  private static final double SUM = 1e-3;

  private Softmax() {}

  /** Probabilities of logits. */
  static float[] of(float[] scores, int classes) {
    float[] probabilities = new float[scores.length];
    for (int row = 0; row < scores.length; row += classes) {
      // The highest is taken out, so that no exponential overflows.
      double highest = scores[row + ClassScores.highest(scores, row, classes)];
      double sum = 0;
      for (int i = row; i < row + classes; i++) {
        sum += Math.exp(scores[i] - highest);
      }
      for (int i = row; i < row + classes; i++) {
        probabilities[i] = (float) (Math.exp(scores[i] - highest) / sum);
      }
    }
    return probabilities;
  }

  /** Logits whose softmax the probabilities are; none is infinite. */
  static float[] logarithms(float[] probabilities) {
    float[] scores = new float[probabilities.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.log(Math.max(Float.MIN_NORMAL, probabilities[i]));
    }
    return scores;
  }

  /** Number of the class with the highest value in each row, of equals the first. */
  static long[] highest(float[] values, int classes) {
    long[] numbers = new long[values.length / classes];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = ClassScores.highest(values, row * classes, classes);
    }
    return numbers;
  }

  /** Whether a row's values are from 0 to 1 and add up to 1. */
  static boolean isProbabilities(float[] row) {
    double sum = 0;
    for (float value : row) {
      if (!(value >= 0 && value <= 1 + SUM)) {
        return false;
      }
      sum += value;
    }
    return Math.abs(sum - 1) <= SUM;
  }
}
