package org.glyphnet.inference;

import java.util.Arrays;
import java.util.List;
import org.glyphnet.Internal;

/**
 * What a network gave for a batch: logits ({@code scores}), probabilities and predicted class of
 * each image. Immutable.
 */
@Internal
public final class Predictions {
  private final int classes;
  private final float[] scores;
  private final float[] probabilities;
  private final long[] predictions;

  /**
   * @param scores {@code [images, classes]}
   * @param probabilities {@code [images, classes]}
   * @param predictions {@code [images]}
   */
  public Predictions(float[] scores, float[] probabilities, long[] predictions) {
    this.classes = scores.length / predictions.length;
    this.scores = scores;
    this.probabilities = probabilities;
    this.predictions = predictions;
  }

  /** How many images it was. */
  public int images() {
    return predictions.length;
  }

  /** How many classes the network has. */
  public int classes() {
    return classes;
  }

  /** The logits, {@code [images, classes]}; shared, not copied: nobody changes them. */
  public float[] scores() {
    return scores;
  }

  /** The logit of one class. */
  public float score(int image, int number) {
    return scores[image * classes + number];
  }

  /** The probability of one class, in [0, 1]. */
  public float probability(int image, int number) {
    return probabilities[image * classes + number];
  }

  /** Number of the class with the highest logit. */
  public long prediction(int image) {
    return predictions[image];
  }

  /** Whether an image's logits are finite numbers; pixels far outside [0, 1] can overflow. */
  public boolean isFinite(int image) {
    for (int i = image * classes; i < (image + 1) * classes; i++) {
      if (!Float.isFinite(scores[i]) || !Float.isFinite(probabilities[i])) {
        return false;
      }
    }
    return true;
  }

  /** What it says of one image. */
  public Classification of(int image, List<String> labels) {
    return new Classification(
        labels,
        Arrays.copyOfRange(scores, image * classes, (image + 1) * classes),
        Arrays.copyOfRange(probabilities, image * classes, (image + 1) * classes),
        (int) predictions[image]);
  }

  /** Those of several batches as one. */
  public static Predictions joined(List<Predictions> parts) {
    int images = parts.stream().mapToInt(Predictions::images).sum();
    int classes = parts.get(0).classes;
    float[] scores = new float[images * classes];
    float[] probabilities = new float[images * classes];
    long[] predictions = new long[images];
    int at = 0;
    for (Predictions part : parts) {
      System.arraycopy(part.scores, 0, scores, at * classes, part.scores.length);
      System.arraycopy(part.probabilities, 0, probabilities, at * classes, part.scores.length);
      System.arraycopy(part.predictions, 0, predictions, at, part.images());
      at += part.images();
    }
    return new Predictions(scores, probabilities, predictions);
  }

  /** Those of some of the images. */
  public Predictions slice(int from, int to) {
    return new Predictions(
        Arrays.copyOfRange(scores, from * classes, to * classes),
        Arrays.copyOfRange(probabilities, from * classes, to * classes),
        Arrays.copyOfRange(predictions, from, to));
  }
}
