package org.glyphnet.data;

import org.glyphnet.Internal;

/** In which order an epoch takes the images, and how a batch of them becomes numbers. */
@Internal
public final class Batches {
  private Batches() {}

  /**
   * The order of one epoch, a function of seed and epoch alone: an epoch can be repeated without
   * those before it.
   *
   * @param images the training images
   * @param epoch from 0
   */
  public static int[] order(int[] images, long seed, int epoch) {
    return Shuffle.of(images, seed, epoch);
  }

  /**
   * Fills a batch with the images {@code order[from]} to {@code order[to - 1]}.
   *
   * @param images gets {@code pixel / 255}, {@code [batch, height, width, channels]}
   * @param labels gets the class numbers, {@code [batch]}
   */
  public static void fill(
      ImageDataset dataset, int[] order, int from, int to, float[] images, long[] labels) {
    int size = dataset.shape().size();
    for (int i = from; i < to; i++) {
      dataset.copyScaled(order[i], images, (i - from) * size);
      labels[i - from] = dataset.label(order[i]);
    }
  }
}
