package org.glyphnet.saving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;

/**
 * A folder's checksums in a file of its own, as {@code sha256sum} writes and checks them: {@code
 * sha256sum -c assets.extra/sha256.txt}.
 */
final class Sha256Sums {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ([^\\\\/\\x00][^\\\\\\x00]*)");

  private Sha256Sums() {}

  /** Writes the checksums of all files that are in the folder now. */
  static void write(Path folder, Path file) throws IOException {
    StringBuilder lines = new StringBuilder();
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path one : all) {
      String name = folder.relativize(one).toString().replace('\\', '/');
      if (!name.startsWith(".")) {
        lines.append(sum(one)).append("  ").append(name).append('\n');
      }
    }
    Files.writeString(file, lines, StandardCharsets.UTF_8);
  }

  /**
   * Compares the folder's files with them.
   *
   * @throws DataException when one is missing or differs, or the checksums themselves are damaged
   */
  static void check(Path folder, Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      throw new DataException(file + ": damaged: empty, or cut off");
    }
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new DataException(file + ": damaged: not a list of checksums");
      }
      Path one = folder.resolve(matcher.group(2));
      if (!Files.isRegularFile(one)) {
        throw new DataException(
            one + ": not found, though " + file.getFileName() + " has it: a damaged version");
      }
      if (!sum(one).equals(matcher.group(1))) {
        throw new DataException(
            one
                + ": damaged: its checksum does not fit; if it was changed on purpose, delete "
                + file.getFileName());
      }
    }
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }
}
