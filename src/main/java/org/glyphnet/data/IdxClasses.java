package org.glyphnet.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The classes of a folder of IDX files.
 *
 * @param names in label order
 * @param fromOne whether labels begin with 1, as EMNIST's letters do
 */
record IdxClasses(List<String> names, boolean fromOne) {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** From {@code labels.txt}, else EMNIST's mapping, else the labels' numbers. */
  static IdxClasses of(IdxNames files, List<IdxPair.Content> parts) throws IOException {
    int highest = labels(parts).max().orElse(0);
    // Every number from 1 on: a set that only lacks the first class has gaps more often than not.
    boolean fromOne =
        highest > 1
            && labels(parts).min().orElse(0) == 1
            && labels(parts).distinct().count() == highest;
    Path own = files.folder().resolve("labels.txt");
    if (Files.isRegularFile(own)) {
      List<String> names = lines(own);
      checkDifferent(own, names);
      return new IdxClasses(names, fromOne && names.size() == highest);
    }
    if (Files.isRegularFile(files.mapping())) {
      return new IdxClasses(mapped(files.mapping(), fromOne ? 1 : 0), fromOne);
    }
    if (fromOne) {
      return new IdxClasses(
          IntStream.rangeClosed(1, highest).mapToObj(Integer::toString).toList(), true);
    }
    return new IdxClasses(IdxFolder.numbered(Math.max(1, highest) + 1), false);
  }

  private static IntStream labels(List<IdxPair.Content> parts) {
    return parts.stream()
        .flatMapToInt(
            part -> {
              byte[] labels = part.labels().values();
              return IntStream.range(0, labels.length).map(i -> labels[i] & 0xff);
            });
  }

  /** A name a line; some editors put a byte order mark in front. */
  private static List<String> lines(Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      List<String> names = marked.lines().filter(line -> !line.isBlank()).toList();
      if (names.isEmpty()) {
        throw new DataException(file + ": no class name in it; it takes one a line");
      }
      return names;
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not UTF-8 text; it takes a class name a line", e);
    }
  }

  private static void checkDifferent(Path file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new DataException(file + ": the class name '" + name + "' stands twice in it");
      }
    }
  }

  /** Lines of a label and one or two character codes, the first being the capital letter's. */
  private static List<String> mapped(Path file, int first) throws IOException {
    String[][] rows =
        lines(file).stream().map(line -> line.strip().split("\\s+", -1)).toArray(String[][]::new);
    String[] names = new String[rows.length];
    try {
      for (String[] row : rows) {
        names[Integer.parseInt(row[0]) - first] = Character.toString(Integer.parseInt(row[1]));
      }
      return List.of(names);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      throw new DataException(
          file + ": not a label and a character code a line, each label once", e);
    }
  }
}
