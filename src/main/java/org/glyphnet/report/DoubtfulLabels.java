package org.glyphnet.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.ClassScores;

/**
 * Training images that a network took for another class than their label, on the mean over several
 * epochs: a wrong label is learned by heart at the end, but late, so that its loss stays high for
 * long (Pleiss et al., 2020, arXiv:2001.10528; Swayamdipta et al., 2020, arXiv:2009.10795).
 *
 * @param images those with the highest mean cross-entropy first; guess and probability are of the
 *     mean probabilities
 * @param trained how many images were looked at
 * @param epochs how many states of the network were asked
 */
record DoubtfulLabels(List<Predictions.Mistake> images, int trained, int epochs) {
  /** An image with its mean cross-entropy. */
  private record Ranked(Predictions.Mistake image, double loss) {}

  /**
   * Finds them.
   *
   * @param states what the network made of the same images in each of its states, at least one
   */
  static DoubtfulLabels of(List<Predictions> states) {
    Predictions newest = states.get(states.size() - 1);
    ImageDataset dataset = newest.dataset();
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < newest.images().length; i++) {
      int image = newest.images()[i];
      int label = dataset.label(image);
      double[] mean = new double[dataset.classNames().size()];
      double loss = 0;
      for (Predictions state : states) {
        double[] logs = logSoftmax(state.scores()[i]);
        for (int c = 0; c < mean.length; c++) {
          mean[c] += Math.exp(logs[c]) / states.size();
        }
        loss -= logs[label] / states.size();
      }
      int guess = highest(mean);
      if (guess != label) {
        ranked.add(new Ranked(new Predictions.Mistake(image, label, guess, mean[guess]), loss));
      }
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked one) -> Double.isNaN(one.loss()) ? 0 : -one.loss())
            .thenComparing(one -> one.image().image()));
    return new DoubtfulLabels(
        ranked.stream().map(Ranked::image).toList(), newest.images().length, states.size());
  }

  /**
   * Logarithms of the probabilities; the highest score is taken off, lest the exponent overflow.
   */
  private static double[] logSoftmax(float[] scores) {
    double most = scores[ClassScores.highest(scores, 0, scores.length)];
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - most);
    }
    double[] logs = new double[scores.length];
    for (int c = 0; c < logs.length; c++) {
      logs[c] = scores[c] - most - Math.log(sum);
    }
    return logs;
  }

  private static int highest(double[] values) {
    int highest = 0;
    for (int c = 1; c < values.length; c++) {
      if (values[c] > values[highest]) {
        highest = c;
      }
    }
    return highest;
  }
}
