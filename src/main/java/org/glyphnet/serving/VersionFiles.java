package org.glyphnet.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The state of a version's files: whether there is reason to load it, or to try it again. */
final class VersionFiles {
  private static final int DEPTH = 2;

  private VersionFiles() {}

  /**
   * Names, sizes and times; what cannot be read is part of the state, so that it is found when it
   * can be.
   */
  static String state(Path version) {
    StringBuilder state = new StringBuilder();
    try (Stream<Path> all = Files.walk(version, DEPTH)) {
      List<Path> files = all.sorted().toList();
      for (Path file : files) {
        state.append(file).append(' ').append(attributes(file)).append('\n');
      }
    } catch (IOException e) {
      state.append(e);
    } catch (UncheckedIOException e) {
      state.append(e.getCause());
    }
    return state.toString();
  }

  private static String attributes(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.size() + " " + attributes.lastModifiedTime();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
