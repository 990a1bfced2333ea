package org.glyphnet.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a run's folder for one process: two that trained in it would overwrite each other. The
 * system lets go of it when the process ends, however it ends.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws FileSystemException when another process has it
   */
  public static RunLock of(RunFolder folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new FileSystemException(
          folder.path().toString(),
          null,
          "in use: another process trains there; wait for its end or train another run");
    }
    return new RunLock(channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
