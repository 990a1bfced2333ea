package org.glyphnet.saving;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.HeldLock;

/**
 * A version of a SavedModel while it is written, in a hidden folder beside the others. The folder
 * is locked, so that what a killed export left can be told from what another process is writing
 * now.
 */
final class StagedVersion implements AutoCloseable {
  private static final String PREFIX = ".exporting-";
  private static final String LOCK = ".lock";

  private final Path folder;
  private final HeldLock lock;

  private StagedVersion(Path folder, HeldLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Makes one in a model's folder, and deletes those whose process has ended. */
  static StagedVersion in(Path model) throws IOException {
    deleteLeftOver(model);
    Path folder = Files.createTempDirectory(model, PREFIX);
    HeldLock lock =
        HeldLock.take(folder.resolve(LOCK))
            .orElseThrow(() -> new FileAlreadyExistsException(folder.toString()));
    return new StagedVersion(folder, lock);
  }

  Path folder() {
    return folder;
  }

  /**
   * Moves it into place.
   *
   * @return false when another process has just taken the place
   */
  boolean moveTo(Path version) throws IOException {
    if (File.separatorChar == '\\') {
      lock.close(); // Windows moves no folder in which a file is open
    }
    try {
      DurableFiles.move(folder, version);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return false;
    }
    removeLock(version);
    return true;
  }

  /** Removes the lock file from a version in its place; a killed export leaves it there. */
  static void removeLock(Path version) throws IOException {
    Files.deleteIfExists(version.resolve(LOCK));
  }

  /** Deletes it unless it was moved. */
  @Override
  public void close() throws IOException {
    lock.close();
    DurableFiles.deleteTree(folder);
  }

  private static void deleteLeftOver(Path model) throws IOException {
    List<Path> staged;
    try (Stream<Path> children = Files.list(model)) {
      staged = children.filter(child -> child.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path one : staged) {
      // One without a lock file is just being made by another process, or empty.
      if (Files.exists(one.resolve(LOCK))) {
        Optional<HeldLock> dead = HeldLock.take(one.resolve(LOCK));
        if (dead.isPresent()) {
          dead.get().close();
          DurableFiles.deleteTree(one);
        }
      }
    }
  }
}
