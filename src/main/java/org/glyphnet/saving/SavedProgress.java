package org.glyphnet.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.training.Progress;

/**
 * A checkpoint in a folder, and where the run stood when it was saved.
 *
 * @param path where it lies
 */
record SavedProgress(CheckpointPath path, Progress progress) {
  private static final Comparator<SavedProgress> OLDEST_FIRST =
      Comparator.comparingInt((SavedProgress saved) -> saved.progress().epochs())
          .thenComparingInt(saved -> saved.progress().steps())
          .thenComparing(SavedProgress::isFinal);

  /**
   * The checkpoints of a folder up to the newest that is complete, oldest first; those before it
   * have not been checked. Empty when there is none at all.
   *
   * @param notices gets a line for each that is newer and damaged
   * @throws DataException when there are some, but all are damaged
   */
  static List<SavedProgress> upToNewestComplete(Path folder, Consumer<String> notices)
      throws IOException {
    List<SavedProgress> all = new ArrayList<>();
    int damaged = 0;
    for (CheckpointPath checkpoint : checkpoints(folder)) {
      try {
        all.add(new SavedProgress(checkpoint, ProgressFile.read(checkpoint).progress()));
      } catch (DataException e) {
        damaged++;
        notices.accept(e.getMessage() + "; this checkpoint is left out");
      }
    }
    all.sort(OLDEST_FIRST);
    while (!all.isEmpty()) {
      SavedProgress newest = all.get(all.size() - 1);
      try {
        CheckpointFiles.check(newest.path());
        return all;
      } catch (DataException e) {
        damaged++;
        all.remove(all.size() - 1);
        notices.accept(e.getMessage() + "; the checkpoint before it is used");
      }
    }
    if (damaged > 0) {
      throw new DataException(folder + ": all " + damaged + " checkpoints there are damaged");
    }
    return all;
  }

  String name() {
    return path.name();
  }

  boolean isFinal() {
    return name().equals(CheckpointPath.FINAL);
  }

  /** Whether it was saved at the end of an epoch, not within one. */
  boolean endsEpoch() {
    return progress.steps() == 0;
  }

  /** Whether its files fit their checksums and one another. */
  boolean isComplete() {
    try {
      CheckpointFiles.check(path);
      return true;
    } catch (DataException | IOException e) {
      return false;
    }
  }

  private static List<CheckpointPath> checkpoints(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> CheckpointPath.nameOfIndex(file.getFileName().toString()).stream())
          .sorted()
          .map(name -> CheckpointPath.in(folder, name))
          .toList();
    }
  }
}
