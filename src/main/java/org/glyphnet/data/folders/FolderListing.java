package org.glyphnet.data.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.glyphnet.data.pictures.PictureFormat;

/** What is in folders, in order of name, and what of it is left out. */
final class FolderListing {
  private static final int NAMED = 3;

  private final List<String> junk = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final List<String> loops = new ArrayList<>();

  /** The sub-folders that may be classes or parts. */
  List<Path> folders(Path folder) throws IOException {
    List<Path> wanted = new ArrayList<>();
    for (Path child : children(folder)) {
      if (!Files.isDirectory(child)) {
        continue;
      }
      if (leadsUp(folder, child)) {
        loops.add(FileNames.of(child));
      } else if (!FileNames.isJunk(child)) {
        wanted.add(child);
      } else if (!FileNames.of(child).startsWith(".")) {
        junk.add(FileNames.of(child));
      }
    }
    return wanted;
  }

  /** The pictures in a class's folder and in the folders within it. */
  List<Path> pictures(Path folder) throws IOException {
    List<Path> pictures = new ArrayList<>();
    for (Path child : children(folder)) {
      String name = FileNames.of(child);
      if (FileNames.isJunk(child)) {
        junk.add(name);
      } else if (leadsUp(folder, child)) {
        loops.add(name);
      } else if (Files.isDirectory(child)) {
        pictures.addAll(pictures(child));
      } else if (PictureFormat.promisedBy(name).isPresent() && Files.isRegularFile(child)) {
        pictures.add(child);
      } else {
        others.add(name);
      }
    }
    return pictures;
  }

  /** Whether pictures lie in a folder itself. */
  static boolean hasPictures(Path folder) throws IOException {
    for (Path child : children(folder)) {
      if (!FileNames.isJunk(child)
          && PictureFormat.promisedBy(FileNames.of(child)).isPresent()
          && Files.isRegularFile(child)) {
        return true;
      }
    }
    return false;
  }

  /** What was left out, a line a kind; empty when nothing was. */
  List<String> leftOut() {
    List<String> lines = new ArrayList<>();
    if (!junk.isEmpty()) {
      lines.add("Left out " + counted(junk) + ": hidden, or a system's own");
    }
    if (!others.isEmpty()) {
      lines.add("Left out " + counted(others) + ": not pictures by their names");
    }
    if (!loops.isEmpty()) {
      lines.add("Left out " + counted(loops) + ": links to a folder that they are in");
    }
    return lines;
  }

  /** A link to a folder above would give the same pictures again and again. */
  private static boolean leadsUp(Path folder, Path child) throws IOException {
    return Files.isSymbolicLink(child)
        && Files.isDirectory(child)
        && folder.toRealPath().startsWith(child.toRealPath());
  }

  private static String counted(List<String> names) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    List<String> first = counts.keySet().stream().limit(NAMED).toList();
    return names.size()
        + (names.size() == 1 ? " entry (" : " entries (")
        + String.join(", ", first)
        + (counts.size() > NAMED ? ", ..." : "")
        + ")";
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted(Comparator.comparing(FileNames::of)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
