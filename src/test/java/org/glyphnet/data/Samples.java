package org.glyphnet.data;

import java.util.OptionalInt;

/** Small data sets made by code. */
final class Samples {
  private Samples() {}

  /** Images of noise, 2x3 and grey, in three classes. */
  static ImageDataset noise(int count) {
    return noise(count, OptionalInt.empty());
  }

  /** The same with a training part of its own. */
  static ImageDataset noise(int count, OptionalInt canonicalTrainCount) {
    ImageShape shape = new ImageShape(2, 3, 1);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
    }
    return new ImageDataset(
        "noise",
        shape,
        IdxBytes.noise(count * shape.size(), 5),
        labels,
        IdxFolder.numbered(3),
        canonicalTrainCount);
  }
}
