package org.glyphnet.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What several runs are called where they are shown together. */
final class RunNames {
  private RunNames() {}

  /**
   * A name for each run: its folder's, or as many of the folders above it as tell the runs apart.
   *
   * @throws IOException when a folder is not there
   */
  static List<String> of(List<Path> runs) throws IOException {
    List<Path> real = new ArrayList<>();
    for (Path run : runs) {
      real.add(run.toRealPath());
    }
    int depth = real.stream().mapToInt(Path::getNameCount).max().orElse(1);
    for (int parts = 1; parts < depth; parts++) {
      int length = parts;
      List<String> names = real.stream().map(run -> end(run, length)).toList();
      if (names.stream().distinct().count() == names.size()) {
        return names;
      }
    }
    return real.stream().map(Path::toString).toList();
  }

  private static String end(Path run, int parts) {
    int count = run.getNameCount();
    return count == 0 ? run.toString() : run.subpath(Math.max(0, count - parts), count).toString();
  }
}
