package org.glyphnet.training;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.Internal;
import org.glyphnet.data.ImageDataset;

/** What the images of each class count. */
@Internal
public final class ClassWeights {
  private ClassWeights() {}

  /**
   * Weights that make all classes count alike however many images they have, 1 in the mean over the
   * images: {@code images / (classes * images of the class)}. A class without images gets 1.
   *
   * @param images the training part
   */
  public static List<Float> balanced(ImageDataset dataset, int[] images) {
    int classes = dataset.classNames().size();
    long[] counts = new long[classes];
    for (int image : images) {
      counts[dataset.label(image)]++;
    }
    List<Float> weights = new ArrayList<>();
    for (long count : counts) {
      weights.add(count == 0 ? 1 : (float) ((double) images.length / classes / count));
    }
    return weights;
  }
}
