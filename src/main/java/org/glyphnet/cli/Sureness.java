package org.glyphnet.cli;

import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.inference.Predictions;

/** How sure a model was of each image, batch after batch. */
final class Sureness {
  private final double[] confidences;
  private int count;

  Sureness(int images) {
    confidences = new double[images];
  }

  /** Notes the next images' largest probabilities; gives their scores. */
  float[] heard(Predictions answers) {
    for (int i = 0; i < answers.images(); i++) {
      confidences[count++] = answers.probability(i, (int) answers.prediction(i));
    }
    return answers.scores();
  }

  /** What they are worth, when all were heard. */
  Doubt doubt(ImageDataset dataset, int[] images, int[] predictions) {
    boolean[] right = new boolean[images.length];
    IntStream.range(0, images.length)
        .forEach(i -> right[i] = predictions[i] == dataset.label(images[i]));
    return Doubt.of(confidences, right);
  }
}
