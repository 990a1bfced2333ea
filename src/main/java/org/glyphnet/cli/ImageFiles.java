package org.glyphnet.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.pictures.PictureFormat;

/**
 * The image files that words on the command line mean: a file, a folder (the images in it), or a
 * pattern such as {@code "scans/**.png"} that the shell did not expand.
 */
final class ImageFiles {
  /** What FILE stands for, in a command's help. */
  static final String EXPLANATION =
      "FILE is PNG, JPEG, GIF, BMP or TIFF; folders and quoted patterns too";

  private ImageFiles() {}

  /**
   * The files of all words, in the order of the words; those of a folder or pattern by name. Of
   * several words, one that means no file stands for itself: reading it fails, and the others are
   * read.
   *
   * @throws DataException when the only word means no file
   */
  static List<Path> of(List<String> words) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String word : words) {
      String place = Arguments.atHome(word);
      try {
        files.addAll(of(place));
      } catch (DataException e) {
        if (words.size() == 1) {
          throw e;
        }
        files.add(Arguments.asPath("FILE", place));
      }
    }
    return files;
  }

  private static List<Path> of(String word) throws IOException {
    int firstSpecial = firstSpecial(word);
    // A file may be called "a[1].png"; what is there as it was typed is meant.
    if (firstSpecial < 0 || new File(word).exists()) {
      return named(Arguments.asPath("FILE", word));
    }
    List<Path> files = matching(word, firstSpecial);
    if (files.isEmpty()) {
      throw new DataException(word + ": no such file, and no image whose name fits as a pattern");
    }
    return files;
  }

  private static List<Path> named(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.exists(path)) {
        throw new DataException(path + ": no such file or folder");
      }
      return List.of(path);
    }
    List<Path> images;
    try (Stream<Path> children = Files.list(path)) {
      images = sorted(children, ImageFiles::isImage);
    }
    if (images.isEmpty()) {
      throw new DataException(path + ": no PNG, JPEG, GIF, BMP, TIFF or WebP file in it");
    }
    return images;
  }

  private static List<Path> matching(String word, int firstSpecial) throws IOException {
    String pattern = File.separatorChar == '\\' ? word.replace('\\', '/') : word;
    int slash = pattern.lastIndexOf('/', firstSpecial);
    Path root = Path.of(slash < 0 ? "" : pattern.substring(0, slash + 1));
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(slash + 1));
    } catch (PatternSyntaxException e) {
      throw new UsageException(word + ": not a pattern: " + e.getDescription(), e);
    }
    boolean deep = pattern.indexOf('/', firstSpecial) >= 0 || pattern.contains("**");
    try (Stream<Path> below = Files.walk(root, deep ? Integer.MAX_VALUE : 1)) {
      return sorted(below, path -> isImage(path) && matcher.matches(root.relativize(path)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Path> sorted(Stream<Path> paths, Predicate<Path> wanted) {
    return paths.filter(wanted).sorted().toList();
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    // What begins with a dot is a system's own, as the ._ files of macOS are.
    return !name.startsWith(".")
        && PictureFormat.promisedBy(name).isPresent()
        && Files.isRegularFile(file);
  }

  /** Where a pattern's first special character is, or -1. */
  private static int firstSpecial(String word) {
    for (int i = 0; i < word.length(); i++) {
      if ("*?[{".indexOf(word.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
