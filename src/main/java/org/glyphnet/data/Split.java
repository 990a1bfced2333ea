package org.glyphnet.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which images train and which test, by their number in the data set; no image is in both. The
 * arrays are shared, not copied: nobody changes them.
 *
 * @param train training images, at least one
 * @param test test images, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Split(int[] train, int[] test) {
  /** The book's test share: 10,000 of 70,000. */
  private static final double TEST_SHARE = 1.0 / 7;

  /** How a data set is divided. */
  public enum Kind {
    /** At random, by the seed, 1/7 of all images for the test, as in the book. */
    RANDOM,
    /** The data set's own training and test part. */
    CANONICAL;

    /** How it is written in options and records. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Split {
    if (train.length == 0 || test.length == 0) {
      throw new DataException(
          "a split needs at least one image on each side, found "
              + train.length
              + " to train and "
              + test.length
              + " to test");
    }
  }

  /** Divides a data set. */
  public static Split of(Kind kind, ImageDataset dataset, long seed) {
    return switch (kind) {
      case RANDOM -> random(dataset, seed);
      case CANONICAL -> canonical(dataset);
    };
  }

  /** All images in a random order keyed on the seed, the last seventh of them for the test. */
  public static Split random(ImageDataset dataset, long seed) {
    if (dataset.count() < 2) {
      throw new DataException(
          dataset.name() + ": one image cannot be split into a training and a test part");
    }
    int[] all = Shuffle.of(IntStream.range(0, dataset.count()).toArray(), seed, Shuffle.SPLIT);
    int test = Math.max(1, (int) Math.round(dataset.count() * TEST_SHARE));
    int train = dataset.count() - test;
    return new Split(Arrays.copyOf(all, train), Arrays.copyOfRange(all, train, all.length));
  }

  /**
   * The data set's own division.
   *
   * @throws DataException when it has none
   */
  public static Split canonical(ImageDataset dataset) {
    int train =
        dataset
            .canonicalTrainCount()
            .orElseThrow(
                () ->
                    new DataException(
                        dataset.name()
                            + ": has no test part of its own; use --split random instead of canonical"));
    return new Split(
        IntStream.range(0, train).toArray(), IntStream.range(train, dataset.count()).toArray());
  }
}
