package org.glyphnet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the IDX files in a folder are called: MNIST's names, or those with something before them, as
 * EMNIST ({@code emnist-letters-train-images-idx3-ubyte}) and QMNIST ({@code qmnist-}) have it.
 *
 * @param folder where they are
 * @param before what all their names begin with; empty for MNIST's own
 */
record IdxNames(Path folder, String before) {
  /** Names by which images are found, the first that is there; the same for the labels. */
  private static final List<String> IMAGES =
      List.of("images-idx3-ubyte", "images.idx3-ubyte", "images-idx4-ubyte", "images.idx4-ubyte");

  private static final List<String> LABELS =
      List.of("labels-idx1-ubyte", "labels.idx1-ubyte", "labels-idx2-int", "labels.idx2-int");

  private static final Pattern TRAINING =
      Pattern.compile("(.*?)train-images[-.]idx[34]-ubyte(\\.gz)?");

  /**
   * Looks at a folder.
   *
   * @throws DataException when several data sets are in it
   */
  static IdxNames in(Path folder) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> TRAINING.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(matcher -> found.add(matcher.group(1)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found.size() > 1 && !found.contains("")) {
      throw new DataException(
          folder
              + ": several data sets ("
              + String.join(", ", found)
              + "); put the files of one into a folder of its own");
    }
    return new IdxNames(folder, found.isEmpty() || found.contains("") ? "" : found.first());
  }

  /** Whether images are stored columns first, as EMNIST's are. */
  boolean isTransposed() {
    return before.startsWith("emnist-");
  }

  /** The file beside them that says which character each label is, where EMNIST has one. */
  Path mapping() {
    return folder.resolve(before + "mapping.txt");
  }

  /** The training images and labels; empty when neither is there. */
  Optional<IdxPair> train() {
    return find("train-");
  }

  /** The test images and labels; empty when neither is there. */
  Optional<IdxPair> test() {
    return find("t10k-").or(() -> before.isEmpty() ? Optional.empty() : find("test-"));
  }

  /** The pair of a part, {@code train-}, {@code t10k-} or {@code test-}. */
  Optional<IdxPair> find(String part) {
    Optional<Path> images = first(part, IMAGES);
    Optional<Path> labels = first(part, LABELS);
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IdxPair(
            images.orElseThrow(() -> IdxPair.missing(folder, before + part + IMAGES.get(0))),
            labels.orElseThrow(() -> IdxPair.missing(folder, before + part + LABELS.get(0)))));
  }

  /** A file, plain or gzip, or in a folder that is called like it, as Kaggle's archive unpacks. */
  private Optional<Path> first(String part, List<String> endings) {
    return endings.stream()
        .map(ending -> before + part + ending)
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .map(folder::resolve)
        .flatMap(path -> Stream.of(path, path.resolve(path.getFileName())))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
