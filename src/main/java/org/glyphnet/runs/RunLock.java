package org.glyphnet.runs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.glyphnet.files.HeldLock;

/** Keeps a run's folder for one process: two that trained in it would overwrite each other. */
public final class RunLock implements AutoCloseable {
  private final HeldLock lock;

  private RunLock(HeldLock lock) {
    this.lock = lock;
  }

  /**
   * Takes the folder.
   *
   * @throws FileSystemException when another process has it
   */
  public static RunLock of(RunFolder folder) throws IOException {
    return new RunLock(
        HeldLock.take(folder.lock())
            .orElseThrow(
                () ->
                    new FileSystemException(
                        folder.path().toString(),
                        null,
                        "in use: another process trains there; wait for its end, or train another"
                            + " run")));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
