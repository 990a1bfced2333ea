package org.glyphnet.data.augmentation;

import org.glyphnet.Internal;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.SplitMix64;

/**
 * Changes training images at random. The amounts are a function of seed, epoch and the image's
 * number alone, never of what was changed before: any number of threads and any resumed run give
 * the same bits.
 *
 * <p>Reuses its buffers, so each thread needs one of its own.
 */
@Internal
public final class Augmenter {
  private final Augmentation augmentation;
  private final long seed;
  private final Warp warp;
  private final Light light;
  private final byte[] bytes;

  /**
   * @param shape size of the images
   * @param seed what the amounts are drawn from, with epoch and image
   */
  public Augmenter(Augmentation augmentation, ImageShape shape, long seed) {
    this.augmentation = augmentation;
    this.seed = seed;
    this.warp = new Warp(augmentation, shape);
    this.light = new Light(augmentation, shape);
    this.bytes = new byte[shape.size()];
  }

  /**
   * Fills a batch with the images {@code order[from]} to {@code order[to - 1]}, each changed.
   *
   * @param epoch from 0
   * @param images gets values in [0, 1], {@code [batch, height, width, channels]}
   * @param labels gets the class numbers, {@code [batch]}
   */
  public void fill(
      ImageDataset dataset,
      int[] order,
      int epoch,
      int from,
      int to,
      float[] images,
      long[] labels) {
    for (int i = from; i < to; i++) {
      dataset.copyBytes(order[i], bytes, 0);
      apply(bytes, epoch, order[i], images, (i - from) * bytes.length);
      labels[i - from] = dataset.label(order[i]);
    }
  }

  /**
   * Changes one image.
   *
   * @param image a byte a sample, {@code [height, width, channels]}
   * @param epoch from 0
   * @param number of the image in its data set
   * @param target gets values in [0, 1] from {@code offset} on; with {@link Augmentation#NONE}
   *     {@code sample / 255}
   */
  public void apply(byte[] image, int epoch, int number, float[] target, int offset) {
    if (augmentation.isNone()) {
      for (int i = 0; i < bytes.length; i++) {
        target[offset + i] = (image[i] & 0xff) / 255f;
      }
      return;
    }
    // The first stream gives a seed to each epoch, the second one to each image of it.
    SplitMix64 random = SplitMix64.of(SplitMix64.of(seed, epoch).nextLong(), number);
    warp.apply(image, random, target, offset);
    light.apply(random, target, offset);
  }
}
