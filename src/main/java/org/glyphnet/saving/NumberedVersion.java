package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A version's number and its folder, whose name may have zeros before the number. */
record NumberedVersion(long number, Path folder) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** The versions in a model's folder, the highest first. */
  static List<NumberedVersion> in(Path model) throws IOException {
    if (!Files.isDirectory(model)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(model)) {
      return children
          .filter(Files::isDirectory)
          .flatMap(NumberedVersion::of)
          .sorted(Comparator.comparingLong(NumberedVersion::number).reversed())
          .toList();
    }
  }

  /** Folder of the version that comes next. */
  static Path next(Path model) throws IOException {
    long newest = in(model).stream().mapToLong(NumberedVersion::number).findFirst().orElse(0);
    return model.resolve(Long.toString(Math.addExact(newest, 1)));
  }

  private static Stream<NumberedVersion> of(Path folder) {
    String name = folder.getFileName().toString();
    if (!DIGITS.matcher(name).matches()) {
      return Stream.empty();
    }
    try {
      return Stream.of(new NumberedVersion(Long.parseLong(name), folder));
    } catch (NumberFormatException e) {
      return Stream.empty(); // above what TensorFlow Serving counts to
    }
  }
}
