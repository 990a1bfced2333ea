package org.glyphnet.inference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a network makes of one image. Immutable. */
public final class Classification {
  private final List<String> labels;
  private final float[] scores;
  private final float[] probabilities;
  private final int prediction;

  Classification(List<String> labels, float[] scores, float[] probabilities, int prediction) {
    this.labels = labels;
    this.scores = scores;
    this.probabilities = probabilities;
    this.prediction = prediction;
  }

  /**
   * One class with its probability.
   *
   * @param label the class's name
   * @param number its number, from 0
   * @param probability in [0, 1]
   */
  public record Guess(String label, int number, float probability) {}

  /** Name of the class with the highest score. */
  public String label() {
    return labels.get(prediction);
  }

  /** Number of the class with the highest score, from 0. */
  public int prediction() {
    return prediction;
  }

  /** Probability of that class, in [0, 1]. */
  public float probability() {
    return probabilities[prediction];
  }

  /** The network's scores by class number, before softmax. */
  public float[] scores() {
    return scores.clone();
  }

  /** Probabilities by class number; they add up to 1. */
  public float[] probabilities() {
    return probabilities.clone();
  }

  /**
   * The likeliest classes, likeliest first; equal ones in the order of their numbers.
   *
   * @param count how many, at least 1; all where there are fewer
   */
  public List<Guess> top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("top takes at least 1, found " + count);
    }
    return IntStream.range(0, probabilities.length)
        .mapToObj(number -> new Guess(labels.get(number), number, probabilities[number]))
        .sorted(Comparator.comparingDouble(Guess::probability).reversed())
        .limit(count)
        .toList();
  }

  @Override
  public String toString() {
    return label() + " " + probability();
  }
}
