package org.glyphnet.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.inference.Predictions;

/** How sure a model was of each image, batch after batch. */
final class Sureness {
  private final ImageDataset dataset;
  private final int[] images;
  private final int[] guesses;
  private final double[] confidences;
  private final double[] labels;
  private int count;

  /**
   * @param images indices into the data set, in the order in which they will be heard
   */
  Sureness(ImageDataset dataset, int[] images) {
    this.dataset = dataset;
    this.images = images;
    guesses = new int[images.length];
    confidences = new double[images.length];
    labels = new double[images.length];
  }

  /** Notes the next images' probabilities; gives their scores. */
  float[] heard(Predictions answers) {
    for (int i = 0; i < answers.images(); i++) {
      guesses[count] = (int) answers.prediction(i);
      confidences[count] = answers.probability(i, guesses[count]);
      labels[count] = answers.probability(i, label(count));
      count++;
    }
    return answers.scores();
  }

  /** What they are worth, when all were heard. */
  Doubt doubt() {
    boolean[] right = new boolean[images.length];
    IntStream.range(0, images.length).forEach(i -> right[i] = guesses[i] == label(i));
    return Doubt.of(confidences, right);
  }

  /** The images that were taken for another class, the least likely label first. */
  List<Suspect> suspects(int most) {
    List<String> names = dataset.classNames();
    return IntStream.range(0, images.length)
        .filter(i -> guesses[i] != label(i))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> labels[i]))
        .limit(most)
        .map(
            i ->
                new Suspect(
                    dataset.imageName(images[i]),
                    names.get(label(i)),
                    names.get(guesses[i]),
                    confidences[i],
                    labels[i]))
        .toList();
  }

  private int label(int i) {
    return dataset.label(images[i]);
  }
}
