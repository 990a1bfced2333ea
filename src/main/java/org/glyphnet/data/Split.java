package org.glyphnet.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.glyphnet.GlyphnetException.Remedy;

/**
 * Which images train, which choose and which test, by their number in the data set; no image is in
 * two parts. The arrays are shared, not copied: nobody changes them.
 *
 * @param train training images, at least one
 * @param validation images that choices are made by, such as when to stop; may be none
 * @param test test images, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Split(int[] train, int[] validation, int[] test) {
  /** The book's test share: 10,000 of 70,000. */
  private static final double TEST_SHARE = 1.0 / 7;

  /** How a data set is divided. */
  public enum Kind {
    /** At random, by the seed, 1/7 of all images for the test, as in the book. */
    RANDOM,
    /** The data set's own training and test part. */
    CANONICAL,
    /** The own parts of a folder that has such; else at random. */
    AUTO;

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

  /** Without a part for choosing. */
  public Split(int[] train, int[] test) {
    this(train, new int[0], test);
  }

  /**
   * Divides a data set; {@link Kind#AUTO}, which only a folder's reader can tell, at random.
   *
   * @param validation share of the training part that is kept for choosing, below 1; 0 keeps none
   */
  public static Split of(Kind kind, ImageDataset dataset, double validation, long seed) {
    Split split =
        switch (kind) {
          case RANDOM, AUTO -> random(dataset, seed);
          case CANONICAL -> canonical(dataset);
        };
    return validation > 0 ? split.withValidation(dataset, validation, seed) : split;
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
   * Takes a part for choosing out of the training part: of each class its share, rounded, at least
   * one image where the class has two; which ones, the seed says. The test part stays as it is. A
   * part for choosing that is there already stays, too.
   *
   * @param share of the training images, above 0 and below 1
   * @throws DataException when no image is left to train with, or none would be taken
   */
  public Split withValidation(ImageDataset dataset, double share, long seed) {
    if (validation.length > 0) {
      return this;
    }
    TreeMap<Integer, List<Integer>> classes = new TreeMap<>();
    for (int image : train) {
      classes.computeIfAbsent(dataset.label(image), label -> new ArrayList<>()).add(image);
    }
    HashSet<Integer> taken = new HashSet<>();
    for (List<Integer> members : classes.values()) {
      int count = (int) Math.round(share * members.size());
      int some = Math.max(Math.min(1, members.size() - 1), Math.min(members.size() - 1, count));
      int[] mixed =
          Shuffle.of(
              members.stream().mapToInt(Integer::intValue).toArray(), seed, Shuffle.VALIDATION);
      Arrays.stream(mixed).limit(some).forEach(taken::add);
    }
    if (taken.isEmpty()) {
      throw new DataException(
          dataset.name() + ": no class has two training images; a part for choosing needs one");
    }
    return new Split(
        Arrays.stream(train).filter(image -> !taken.contains(image)).toArray(),
        Arrays.stream(train).filter(taken::contains).toArray(),
        test);
  }

  /**
   * The data set's own division.
   *
   * @throws DataException when it has none
   */
  public static Split canonical(ImageDataset dataset) {
    OwnParts parts =
        dataset
            .parts()
            .orElseThrow(
                () ->
                    new DataException(
                        dataset.name() + ": has no test part of its own", Remedy.SPLIT_AT_RANDOM));
    int chosen = parts.train() + parts.validation();
    return new Split(
        IntStream.range(0, parts.train()).toArray(),
        IntStream.range(parts.train(), chosen).toArray(),
        IntStream.range(chosen, dataset.count()).toArray());
  }
}
