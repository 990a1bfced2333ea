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
 * The hidden folder in which a SavedModel's version is written beside the others. It is locked, so
 * that what a killed export left can be told from what another process is writing now.
 */
final class HalfVersion implements AutoCloseable {
  private static final String PREFIX = ".exporting-";
  private static final String LOCK = ".lock";

  private final Path folder;
  private final HeldLock lock;

  private HalfVersion(Path folder, HeldLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Makes one in a model's folder, and deletes those that nobody writes any more. */
  static HalfVersion in(Path model) throws IOException {
    deleteLeftOver(model);
    Path folder = Files.createTempDirectory(model, PREFIX);
    HeldLock lock =
        HeldLock.take(folder.resolve(LOCK))
            .orElseThrow(() -> new FileAlreadyExistsException(folder.toString()));
    return new HalfVersion(folder, lock);
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
    settle(version);
    return true;
  }

  /** Takes the lock out of a version that has its place; a killed export has left it in. */
  static void settle(Path version) throws IOException {
    Files.deleteIfExists(version.resolve(LOCK));
  }

  /** Deletes it unless it was moved. */
  @Override
  public void close() throws IOException {
    lock.close();
    DurableFiles.deleteTree(folder);
  }

  private static void deleteLeftOver(Path model) throws IOException {
    List<Path> halves;
    try (Stream<Path> children = Files.list(model)) {
      halves = children.filter(child -> child.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path half : halves) {
      // One without the file is being made by another process, or empty.
      if (Files.exists(half.resolve(LOCK))) {
        Optional<HeldLock> dead = HeldLock.take(half.resolve(LOCK));
        if (dead.isPresent()) {
          dead.get().close();
          DurableFiles.deleteTree(half);
        }
      }
    }
  }
}
