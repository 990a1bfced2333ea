package org.glyphnet.report;

import org.glyphnet.data.ImageDataset;

/** How often images of each class were taken for each class. Immutable. */
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts.
   *
   * @param images numbers of the images in the data set
   * @param predictions predicted class of each, in the same order
   */
  public static ConfusionMatrix of(ImageDataset dataset, int[] images, int[] predictions) {
    if (images.length != predictions.length) {
      throw new IllegalArgumentException(
          images.length + " images but " + predictions.length + " predictions");
    }
    int classes = dataset.classNames().size();
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < images.length; i++) {
      counts[dataset.label(images[i])][predictions[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  /** How many images of class {@code reference} were taken for class {@code prediction}. */
  public long count(int reference, int prediction) {
    return counts[reference][prediction];
  }

  /**
   * Share of the images taken for a class that are of it, in [0, 1]; NaN when none was taken for
   * it.
   */
  public double precision(int label) {
    long taken = 0;
    for (long[] row : counts) {
      taken += row[label];
    }
    return (double) counts[label][label] / taken;
  }

  /** Share of the images of a class that were taken for it, in [0, 1]; NaN when there are none. */
  public double recall(int label) {
    long there = 0;
    for (long count : counts[label]) {
      there += count;
    }
    return (double) counts[label][label] / there;
  }
}
