package org.glyphnet.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A folder of IDX files under MNIST's names: {@code train-images-idx3-ubyte} and {@code
 * train-labels-idx1-ubyte}, the {@code t10k} pair where there is a test part, each plain or gzip;
 * colour images as {@code idx4}. A file {@code labels.txt} gives class names, one a line.
 */
public final class IdxFolder {
  private IdxFolder() {}

  /** Reads the data set; it is called after the folder. */
  public static ImageDataset read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": no such folder; idx:DIR takes a folder of IDX files under MNIST's names");
    }
    List<IdxPair.Content> parts = new ArrayList<>();
    parts.add(
        IdxPair.find(folder, "train-")
            .orElseThrow(() -> IdxPair.missing(folder, "train-images-idx3-ubyte"))
            .read());
    Optional<IdxPair> test = IdxPair.find(folder, "t10k-");
    if (test.isPresent()) {
      parts.add(test.get().read());
    }
    return join(nameOf(folder), parts, classNames(folder, parts));
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

  private static List<String> classNames(Path folder, List<IdxPair.Content> parts)
      throws IOException {
    Path file = folder.resolve("labels.txt");
    if (Files.isRegularFile(file)) {
      return labelLines(file);
    }
    int highest = 1; // a classifier needs two classes
    for (IdxPair.Content part : parts) {
      byte[] labels = part.labels().values();
      highest =
          Math.max(
              highest,
              IntStream.range(0, labels.length).map(i -> labels[i] & 0xff).max().orElse(0));
    }
    return numbered(highest + 1);
  }

  private static List<String> labelLines(Path file) throws IOException {
    try {
      List<String> names =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .filter(line -> !line.isBlank())
              .toList();
      if (names.isEmpty()) {
        throw new DataException(file + ": no class name in it; it takes one a line");
      }
      return names;
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not UTF-8 text; it takes a class name a line", e);
    }
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
