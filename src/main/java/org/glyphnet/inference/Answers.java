package org.glyphnet.inference;

import java.util.Arrays;
import java.util.List;

/** What one run of a network gave: {@code scores} and {@code probabilities} image after image. */
public final class Answers {
  private final int classes;
  private final float[] scores;
  private final float[] probabilities;
  private final long[] predictions;

  /**
   * @param scores {@code [images, classes]}
   * @param probabilities {@code [images, classes]}
   * @param predictions {@code [images]}
   */
  public Answers(float[] scores, float[] probabilities, long[] predictions) {
    this.classes = scores.length / predictions.length;
    this.scores = scores;
    this.probabilities = probabilities;
    this.predictions = predictions;
  }

  public int images() {
    return predictions.length;
  }

  public int classes() {
    return classes;
  }

  public float score(int image, int number) {
    return scores[image * classes + number];
  }

  public float probability(int image, int number) {
    return probabilities[image * classes + number];
  }

  public long prediction(int image) {
    return predictions[image];
  }

  /** Whether an image's probabilities are numbers; those of monstrous pixels are not. */
  public boolean isFinite(int image) {
    for (int i = image * classes; i < (image + 1) * classes; i++) {
      if (!Float.isFinite(scores[i]) || !Float.isFinite(probabilities[i])) {
        return false;
      }
    }
    return true;
  }

  public Classification of(int image, List<String> labels) {
    return new Classification(
        labels,
        Arrays.copyOfRange(scores, image * classes, (image + 1) * classes),
        Arrays.copyOfRange(probabilities, image * classes, (image + 1) * classes),
        (int) predictions[image]);
  }

  /** The answers of several runs, one after the other. */
  public static Answers joined(List<Answers> parts) {
    int images = parts.stream().mapToInt(Answers::images).sum();
    int classes = parts.get(0).classes;
    float[] scores = new float[images * classes];
    float[] probabilities = new float[images * classes];
    long[] predictions = new long[images];
    int at = 0;
    for (Answers part : parts) {
      System.arraycopy(part.scores, 0, scores, at * classes, part.scores.length);
      System.arraycopy(part.probabilities, 0, probabilities, at * classes, part.scores.length);
      System.arraycopy(part.predictions, 0, predictions, at, part.images());
      at += part.images();
    }
    return new Answers(scores, probabilities, predictions);
  }

  /** A part of the images. */
  public Answers slice(int from, int to) {
    return new Answers(
        Arrays.copyOfRange(scores, from * classes, to * classes),
        Arrays.copyOfRange(probabilities, from * classes, to * classes),
        Arrays.copyOfRange(predictions, from, to));
  }
}
