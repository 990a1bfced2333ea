package org.glyphnet.saving;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where one checkpoint lies: its files share a path up to the suffix.
 *
 * @param prefix the path without suffix, such as {@code checkpoints/classifier-final}
 */
record CheckpointPath(Path prefix) {
  /** What every checkpoint's name begins with. */
  static final String NAME_PREFIX = "classifier-";

  /** Name of the checkpoint at the end of a training run. */
  static final String FINAL = NAME_PREFIX + "final";

  /** Name of the best epoch's checkpoint, where the best epoch is the run's result. */
  static final String BEST = NAME_PREFIX + "best";

  private static final String INDEX = ".index";
  private static final String META = ".meta";
  private static final String PROGRESS = ".progress";

  /** In the order in which they are moved into place; without an index there is no checkpoint. */
  private static final List<String> SUFFIXES = List.of(dataSuffix(0, 1), META, PROGRESS, INDEX);

  /** The files that are named for an epoch, or for a step of one. */
  private static final Pattern NUMBERED =
      Pattern.compile(
          "("
              + NAME_PREFIX
              + "[0-9]+(?:-[0-9]+)?)"
              + SUFFIXES.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));

  /** A checkpoint in a folder. */
  static CheckpointPath in(Path folder, String name) {
    return new CheckpointPath(folder.resolve(name));
  }

  /**
   * Name of the checkpoint whose index a file is by its name. Not the best epoch's: it is no place
   * to go on from.
   */
  static Optional<String> nameOfIndex(String file) {
    return file.startsWith(NAME_PREFIX) && file.endsWith(INDEX) && !file.equals(BEST + INDEX)
        ? Optional.of(file.substring(0, file.length() - INDEX.length()))
        : Optional.empty();
  }

  /** Name of the checkpoint of an epoch or step that a file belongs to by its name. */
  static Optional<String> nameOfNumbered(String file) {
    Matcher name = NUMBERED.matcher(file);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  /** The last part of the path; empty for the root of a file system, which has none. */
  String name() {
    Path last = prefix.getFileName();
    return last == null ? "" : last.toString();
  }

  /** Names, types, shapes and places of the tensors. */
  Path index() {
    return with(INDEX);
  }

  /** The graph. */
  Path meta() {
    return with(META);
  }

  /** Where the run stood. */
  Path progress() {
    return with(PROGRESS);
  }

  /** The tensors' values; there may be several such files. */
  Path data(int shard, int shards) {
    return with(dataSuffix(shard, shards));
  }

  /** The same checkpoint in another folder. */
  CheckpointPath movedTo(Path folder) {
    return in(folder, name());
  }

  /** All files, in the order in which they are moved into place: the index comes last. */
  List<Path> files() {
    return SUFFIXES.stream().map(this::with).toList();
  }

  @Override
  public String toString() {
    return prefix.toString();
  }

  private Path with(String suffix) {
    return prefix.resolveSibling(name() + suffix);
  }

  private static String dataSuffix(int shard, int shards) {
    return String.format(Locale.ROOT, ".data-%05d-of-%05d", shard, shards);
  }
}
