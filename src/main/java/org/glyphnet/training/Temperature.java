package org.glyphnet.training;

import java.util.function.BooleanSupplier;
import org.glyphnet.Internal;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * One number that makes a network's probabilities mean what they say: they are taken from the
 * scores divided by it (Guo et al., 2017, arXiv:1706.04599, section 4.2). It changes no guess.
 */
@Internal
public final class Temperature {
  /** Beyond these a fit has no meaning: all classes alike, or all certain. */
  private static final double LEAST = 1e-3;

  private static final double MOST = 1e3;
  private static final int HALVINGS = 200;
  private static final int BATCH = 250;

  private Temperature() {}

  /**
   * The temperature with the least cross-entropy. With b = 1 / T the cross-entropy is convex, and
   * its slope is the mean of (score that softmax(b scores) expects) - (score of the label), which
   * rises with b; the zero is found by bisection.
   *
   * @param scores of images that the network was not trained on, {@code [image][class]}
   * @param labels of those images
   * @return in [0.001, 1000]
   */
  public static double fit(float[][] scores, int[] labels) {
    if (scores.length == 0 || scores.length != labels.length) {
      throw new IllegalArgumentException(
          "a temperature needs images with a label each, found "
              + scores.length
              + " and "
              + labels.length);
    }
    double low = 1 / MOST;
    double high = 1 / LEAST;
    for (int i = 0; i < HALVINGS && high / low > 1 + 1e-12; i++) {
      double middle = Math.sqrt(low * high);
      if (slope(scores, labels, middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return 1 / Math.sqrt(low * high);
  }

  /** Whether a network has one. */
  public static boolean isIn(Session session) {
    return session.graph().operation(TensorNames.TEMPERATURE) != null;
  }

  /**
   * Sets a network's temperature to what fits images best.
   *
   * @param session on a network built for training that has one; see {@link #fitted} for the rest
   */
  static void fit(Session session, ImageDataset dataset, int[] images, BooleanSupplier stop) {
    double fitted = fitted(session, dataset, images, stop);
    VariableValues.set(session, TensorNames.TEMPERATURE, new float[] {(float) fitted});
  }

  /**
   * The temperature that fits images best.
   *
   * @param session on a network built for training
   * @param images that the network was not trained on
   * @param stop asked before each batch
   * @throws TrainingStoppedException when it was asked to stop
   */
  public static double fitted(
      Session session, ImageDataset dataset, int[] images, BooleanSupplier stop) {
    float[][] scores = scores(session, dataset, images, stop);
    int[] labels = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      labels[i] = dataset.label(images[i]);
    }
    return fit(scores, labels);
  }

  private static float[][] scores(
      Session session, ImageDataset dataset, int[] images, BooleanSupplier stop) {
    float[][] scores = new float[images.length][dataset.classNames().size()];
    String name = TensorNames.scoresIn(session.graph());
    try (BatchFeed feed =
            new BatchFeed(dataset, images, from -> Math.min(from + BATCH, images.length));
        TBool inference = TBool.scalarOf(false)) {
      while (feed.hasNext()) {
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped while a temperature was fitted");
        }
        BatchTensors batch = feed.next();
        try (Result result =
            session
                .runner()
                .feed(TensorNames.IMAGE, batch.image())
                .feed(TensorNames.IS_TRAINING, inference)
                .fetch(name)
                .run()) {
          FloatDataBuffer values = ((TFloat32) result.get(0)).asRawTensor().data().asFloats();
          for (int i = feed.from(); i < feed.to(); i++) {
            values.offset((long) (i - feed.from()) * scores[i].length).read(scores[i]);
          }
        }
      }
    }
    return scores;
  }

  /** Each image's largest probability at a temperature. */
  public static double[] confidences(float[][] scores, double temperature) {
    double[] confidences = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double largest = largest(scores[i]);
      double sum = 0;
      for (float score : scores[i]) {
        sum += Math.exp((score - largest) / temperature);
      }
      confidences[i] = 1 / sum;
    }
    return confidences;
  }

  private static double slope(float[][] scores, int[] labels, double inverse) {
    double slope = 0;
    for (int i = 0; i < scores.length; i++) {
      double largest = largest(scores[i]);
      double sum = 0;
      double weighted = 0;
      for (float score : scores[i]) {
        double power = Math.exp((score - largest) * inverse);
        sum += power;
        weighted += power * score;
      }
      slope += weighted / sum - scores[i][labels[i]];
    }
    return slope;
  }

  private static double largest(float[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    return largest;
  }
}
