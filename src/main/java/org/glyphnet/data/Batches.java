package org.glyphnet.data;

import java.util.Random;

/** The order of an epoch and the filling of batches. */
public final class Batches {
  private Batches() {}

  public static int[] order(int[] images, long seed, int epoch) {
    int[] order = images.clone();
    Random random = new Random(seed * 31 + epoch);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  public static void fill(
      ImageDataset dataset, int[] order, int from, int to, float[] images, long[] labels) {
    int size = dataset.shape().size();
    for (int i = from; i < to; i++) {
      dataset.copyScaled(order[i], images, (i - from) * size);
      labels[i - from] = dataset.label(order[i]);
    }
  }
}
