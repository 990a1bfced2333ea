package org.glyphnet.training;

/**
 * How long and in what portions to train. Immutable.
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 2: batch normalisation has no variance over one
 * @param reportEvery a batch is reported when its first image's place in the epoch is a multiple of
 *     this, at least 1
 * @param seed what the order of the images is drawn from, together with the epoch
 */
public record TrainingPlan(int epochs, int batchSize, int reportEvery, long seed) {
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
  }

  /** The book's: 10 epochs, batches of 128, a report every 1,000 images. */
  public static TrainingPlan book() {
    return new TrainingPlan(10, 128, 1000, 1);
  }

  /**
   * End of the batch that starts at an image: a last image that would be alone joins the batch
   * before it, because batch normalisation has no variance over one.
   */
  int batchEnd(int from, int images) {
    int end = Math.min(from + batchSize, images);
    return images - end == 1 ? images : end;
  }
}
