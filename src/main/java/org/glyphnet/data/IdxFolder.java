package org.glyphnet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.glyphnet.Internal;

/**
 * A folder of IDX files under MNIST's names: {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte}, the {@code t10k} pair where there is a test part, each plain or gzip;
 * colour images as {@code idx4}; EMNIST's and QMNIST's files under their own names. A file {@code
 * labels.txt} gives class names, one a line.
 */
@Internal
public final class IdxFolder {
  private IdxFolder() {}

  /**
   * Reads the data set; it is called after the folder.
   *
   * @param notices hears in lines what was done to images and labels
   * @throws DataException when files are missing or damaged
   */
  public static ImageDataset read(Path folder, Consumer<String> notices) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": no such folder; idx:DIR takes a folder of IDX files under MNIST's names");
    }
    IdxNames names = IdxNames.in(folder);
    List<IdxPair.Content> parts = new ArrayList<>();
    parts.add(
        names.train().orElseThrow(() -> IdxPair.missing(folder, "train-images-idx3-ubyte")).read());
    Optional<IdxPair> test = names.test();
    if (test.isPresent()) {
      parts.add(test.get().read());
    }
    if (names.isTransposed()) {
      parts.replaceAll(IdxPair.Content::transposed);
      notices.accept("EMNIST's images are stored columns first; rows and columns are exchanged");
    }
    IdxClasses classes = IdxClasses.of(names, parts);
    if (classes.fromOne()) {
      parts.replaceAll(IdxPair.Content::labelsLessOne);
      notices.accept("Labels begin with 1; the first class gets number 0");
    }
    ImageDataset dataset = join(nameOf(folder), parts, classes.names());
    return dataset.withPreparation(
        new ImagePreparation(
            dataset.shape(),
            ImagePreparation.Kind.RESIZE,
            ImagePreparation.Fit.CROP,
            ImagePolarity.of(dataset)));
  }

  /** One data set of all parts, in their order; two parts are its own training and test part. */
  public static ImageDataset join(
      String name, List<IdxPair.Content> parts, List<String> classNames) {
    ImageShape shape = parts.get(0).shape();
    long size = 0;
    for (IdxPair.Content part : parts) {
      if (!part.shape().equals(shape)) {
        throw new DataException(
            name
                + ": training images are "
                + shape
                + ", test images "
                + part.shape()
                + "; both must be of one size");
      }
      size += part.images().values().length;
    }
    if (size > Integer.MAX_VALUE - 16) {
      throw new DataException(name + ": more than the 2 GiB of pixels that can be held");
    }
    byte[] pixels = new byte[(int) size];
    int[] labels = new int[parts.stream().mapToInt(IdxPair.Content::count).sum()];
    int pixel = 0;
    int label = 0;
    for (IdxPair.Content part : parts) {
      byte[] values = part.images().values();
      System.arraycopy(values, 0, pixels, pixel, values.length);
      pixel += values.length;
      for (byte value : part.labels().values()) {
        labels[label++] = value & 0xff;
      }
    }
    OptionalInt canonical =
        parts.size() > 1 ? OptionalInt.of(parts.get(0).count()) : OptionalInt.empty();
    return new ImageDataset(name, shape, pixels, labels, classNames, canonical);
  }

  /** A data set is called after its folder, or after where that is when it is a root. */
  public static String nameOf(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    return (whole.getFileName() == null ? whole : whole.getFileName()).toString();
  }

  /** Class names "0", "1", ... */
  public static List<String> numbered(int classes) {
    String[] names = new String[classes];
    Arrays.setAll(names, Integer::toString);
    return List.of(names);
  }
}
