package org.glyphnet.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that one process has for itself. The system lets go of it when the process ends, however
 * it ends; {@link #close} does so before. The file stays.
 */
public final class HeldLock implements AutoCloseable {
  private final FileChannel channel;

  private HeldLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the file, which is made where it is missing; empty when another has it. */
  public static Optional<HeldLock> take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean mine = false;
    try {
      mine = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      mine = false; // another part of this process has it
    } finally {
      if (!mine) {
        channel.close();
      }
    }
    return mine ? Optional.of(new HeldLock(channel)) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
