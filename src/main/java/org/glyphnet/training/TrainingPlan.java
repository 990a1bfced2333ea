package org.glyphnet.training;

import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.StepSpec;

/**
 * How long, in what portions and how to train. Immutable.
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 2: batch normalisation has no variance over one
 * @param reportEvery a batch is reported when its first image's place in the epoch is a multiple of
 *     this, at least 1
 * @param seed what the order of the images and their augmentation are drawn from, together with the
 *     epoch
 * @param learning what there is beside plain steps; null for the book's
 */
public record TrainingPlan(
    int epochs, int batchSize, int reportEvery, long seed, Learning learning) {
  public TrainingPlan {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, found " + epochs);
    }
    if (batchSize < 2) {
      throw new IllegalArgumentException("batch size must be at least 2, found " + batchSize);
    }
    if (reportEvery < 1) {
      throw new IllegalArgumentException(
          "reports must be at least 1 image apart, found " + reportEvery);
    }
    learning = learning == null ? Learning.BOOK : learning;
  }

  /** A plan that learns as the book does. */
  public TrainingPlan(int epochs, int batchSize, int reportEvery, long seed) {
    this(epochs, batchSize, reportEvery, seed, Learning.BOOK);
  }

  /** The book's: 10 epochs, batches of 128, a report every 1,000 images. */
  public static TrainingPlan book() {
    return new TrainingPlan(10, 128, 1000, 1);
  }

  /** The same plan, learning in another way. */
  public TrainingPlan with(Learning newLearning) {
    return new TrainingPlan(epochs, batchSize, reportEvery, seed, newLearning);
  }

  /** What a step of this plan does. */
  public StepSpec step(AdamSpec adam, Precision precision) {
    return new StepSpec(adam, precision, learning.regularisation(), learning.frozenConvolutions());
  }

  /**
   * End of the batch that starts at an image. The last batch of an epoch is smaller than the others
   * where the images do not divide evenly; where it would have less than half of their size, its
   * images join the batch before. Statistics of a handful of images are no statistics, and with
   * momentum 0 the last batch's are the network's.
   */
  int batchEnd(int from, int images) {
    int end = Math.min(from + batchSize, images);
    return (images - end) * 2 < batchSize ? images : end;
  }

  /** Steps of an epoch. */
  int steps(int images) {
    int rest = images % batchSize;
    return Math.max(1, images / batchSize + (rest * 2 >= batchSize ? 1 : 0));
  }
}
