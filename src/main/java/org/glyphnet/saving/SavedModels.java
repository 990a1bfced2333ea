package org.glyphnet.saving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImagePreparation;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Finds and checks SavedModels in TensorFlow Serving's layout, {@code <model>/<version>/}; a
 * version is a number, the newest is the highest.
 */
@Internal
public final class SavedModels {
  /** Of the files in a version, with one level to spare. */
  private static final int DEPTH = 3;

  /** Folder in a version's for what TensorFlow does not read. */
  public static final String EXTRA_ASSETS = VersionFolder.EXTRA_ASSETS;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SavedModels() {}

  /** Whether a folder is that of one version. */
  public static boolean isVersion(Path folder) {
    return VersionFolder.is(folder);
  }

  /** Every version's folder by its number; empty where there is no such folder or none in it. */
  public static NavigableMap<Long, Path> versions(Path model) throws IOException {
    NavigableMap<Long, Path> versions = new TreeMap<>();
    NumberedVersion.in(model).forEach(one -> versions.put(one.number(), one.folder()));
    return versions;
  }

  /**
   * Every version's folder by its number, in the order in which they are meant where none is named:
   * the default, then the highest first.
   */
  public static Map<Long, Path> inOrder(Path model) throws IOException {
    Map<Long, Path> ordered = new LinkedHashMap<>();
    NavigableMap<Long, Path> versions = versions(model);
    DefaultVersion.named(model)
        .filter(versions::containsKey)
        .ifPresent(number -> ordered.put(number, versions.get(number)));
    versions.descendingMap().forEach(ordered::putIfAbsent);
    return ordered;
  }

  /** The version that is meant where none is named; empty where there is none. */
  public static Optional<Map.Entry<Long, Path>> byDefault(Path model) throws IOException {
    return inOrder(model).entrySet().stream().findFirst();
  }

  /**
   * A version's folder: the given one where it is one, else the default in it.
   *
   * @throws DataException when there is none
   */
  public static Path version(Path folder) throws IOException {
    return isVersion(folder)
        ? folder
        : byDefault(folder).orElseThrow(() -> missing(folder)).getValue();
  }

  /** How well a version did on held-out images; empty where it does not tell. */
  public static Optional<HeldOut> heldOut(Path version) throws IOException {
    Path file = new VersionFolder(version).heldOut();
    return Files.isRegularFile(file)
        ? HeldOut.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /**
   * A version's folder: the given one where it is one, else the first in their order that is
   * complete.
   *
   * @param notices gets a line for each newer one that is damaged
   * @throws DataException when there is none, or every version there is damaged
   */
  public static Path completeVersion(Path folder, Consumer<String> notices) throws IOException {
    if (isVersion(folder)) {
      return folder;
    }
    Map<Long, Path> ordered = inOrder(folder);
    for (Path version : ordered.values()) {
      try {
        check(version);
        return version;
      } catch (DataException e) {
        if (ordered.size() == 1) {
          throw e;
        }
        notices.accept(e.getMessage() + "; the version before it is used");
      }
    }
    if (ordered.isEmpty()) {
      throw missing(folder);
    }
    throw new DataException(folder + ": all " + ordered.size() + " versions are damaged");
  }

  /**
   * The names of a version's classes, in the order of their numbers.
   *
   * @return empty when the version has no such file, as those of other programs
   * @throws DataException when the file cannot be read as UTF-8 text
   */
  public static Optional<List<String>> classNames(Path version) throws IOException {
    Path file = new VersionFolder(version).labels();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": not a regular file; it holds a class name a line");
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      // Editors on Windows put the mark in front; it is no part of the first name.
      return Optional.of(
          (text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text)
              .lines()
              .toList());
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not text in UTF-8; it holds a class name a line", e);
    }
  }

  /**
   * How the images were made that a version has learnt from.
   *
   * @return empty when the version does not tell, as those of other programs and older ones
   * @throws DataException when the file is damaged, or of a newer format
   */
  public static Optional<ImagePreparation> preparation(Path version) throws IOException {
    Path file = new VersionFolder(version).images();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": not a regular file; it tells how images were made");
    }
    try {
      return Optional.of(
          ImagePreparation.parse(Files.readString(file, StandardCharsets.UTF_8), file.toString()));
    } catch (CharacterCodingException e) {
      throw new DataException(file + ": not text in UTF-8; it tells how images were made", e);
    }
  }

  /**
   * Checks a version: every file against its checksum, the variables against the graphs. Models of
   * other programs have no list of checksums; for them there are only those of the variables.
   *
   * @throws DataException when something is missing, damaged or does not fit
   */
  public static void check(Path folder) throws IOException {
    checkKinds(folder);
    VersionFolder version = new VersionFolder(folder);
    boolean listed = Files.exists(version.sums());
    if (listed) {
      Sha256Sums.check(folder, version.sums());
    }
    List<MetaGraphDef> graphs = GraphFiles.ofVersion(version);
    if (graphs.stream().noneMatch(graph -> graph.containsCollectionDef("variables"))) {
      return;
    }
    TensorBundle variables = TensorBundle.read(version.variables());
    if (listed) {
      graphs.forEach(graph -> variables.checkFits(graph.getGraphDef()));
    } else {
      variables.checkData();
      graphs.forEach(graph -> variables.checkFitsWhereThere(graph.getGraphDef()));
    }
  }

  /** Whoever opens a pipe waits for a writer, for ever where there is none. */
  private static void checkKinds(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      for (Path file : all.toList()) {
        if (Files.exists(file) && Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
          throw new DataException(file + ": a pipe or a device; a model has regular files only");
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static DataException missing(Path model) {
    return new DataException(
        model
            + ": no SavedModel there; it needs a sub-folder with a number, such as 1, as"
            + " 'glyphnet train' makes it");
  }
}
