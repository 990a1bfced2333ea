package org.glyphnet.network;

import java.util.Random;

/** Arrays of numbers for tests. */
final class Numbers {
  private Numbers() {}

  /** Uniform in {@code [low, high)}, always the same for one seed. */
  static float[] uniform(long seed, int size, float low, float high) {
    Random random = new Random(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = low + (high - low) * random.nextFloat();
    }
    return numbers;
  }

  /** Class numbers: every class in turn, so that none is missing. */
  static long[] labels(int size, int classes) {
    long[] labels = new long[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (i * 7L + i / classes) % classes;
    }
    return labels;
  }

  static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  static double largest(double[] numbers) {
    double largest = 0;
    for (double number : numbers) {
      largest = Math.max(largest, Math.abs(number));
    }
    return largest;
  }

  /** Of the angle between two vectors. */
  static double cosine(double[] left, double[] right) {
    double product = 0;
    double leftSquare = 0;
    double rightSquare = 0;
    for (int i = 0; i < left.length; i++) {
      product += left[i] * right[i];
      leftSquare += left[i] * left[i];
      rightSquare += right[i] * right[i];
    }
    return product / Math.sqrt(leftSquare * rightSquare);
  }

  static double largestDifference(double[] left, double[] right) {
    double[] difference = new double[left.length];
    for (int i = 0; i < left.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return largest(difference);
  }
}
