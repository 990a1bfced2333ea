package org.glyphnet.serving;

import java.util.Arrays;
import java.util.List;

/** What one run of a network gave: {@code scores} and {@code probabilities} image after image. */
final class Answers {
  private final int classes;
  private final float[] scores;
  private final float[] probabilities;
  private final long[] predictions;

  /**
   * @param scores {@code [images, classes]}
   * @param probabilities {@code [images, classes]}
   * @param predictions {@code [images]}
   */
  Answers(float[] scores, float[] probabilities, long[] predictions) {
    this.classes = scores.length / predictions.length;
    this.scores = scores;
    this.probabilities = probabilities;
    this.predictions = predictions;
  }

  int images() {
    return predictions.length;
  }

  int classes() {
    return classes;
  }

  float score(int image, int number) {
    return scores[image * classes + number];
  }

  float probability(int image, int number) {
    return probabilities[image * classes + number];
  }

  long prediction(int image) {
    return predictions[image];
  }

  /** Whether an image's probabilities are numbers; those of monstrous pixels are not. */
  boolean isFinite(int image) {
    for (int i = image * classes; i < (image + 1) * classes; i++) {
      if (!Float.isFinite(scores[i]) || !Float.isFinite(probabilities[i])) {
        return false;
      }
    }
    return true;
  }

  Classification of(int image, List<String> labels) {
    return new Classification(
        labels,
        Arrays.copyOfRange(scores, image * classes, (image + 1) * classes),
        Arrays.copyOfRange(probabilities, image * classes, (image + 1) * classes),
        (int) predictions[image]);
  }

  /** A part of the images. */
  Answers slice(int from, int to) {
    return new Answers(
        Arrays.copyOfRange(scores, from * classes, to * classes),
        Arrays.copyOfRange(probabilities, from * classes, to * classes),
        Arrays.copyOfRange(predictions, from, to));
  }
}
