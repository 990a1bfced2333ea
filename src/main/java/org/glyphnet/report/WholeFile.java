package org.glyphnet.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file beside its place and moves it there: a reader never sees half of it. */
final class WholeFile {
  private WholeFile() {}

  /** Puts the bytes at the target; folders on the way are made. */
  static void write(Path target, byte[] bytes) throws IOException {
    Path place = target.toAbsolutePath();
    // createDirectories refuses a link to a folder, which is a folder to us.
    if (!Files.isDirectory(place.getParent())) {
      Files.createDirectories(place.getParent());
    }
    // Not Files.createTempFile: its files can be read by their owner alone.
    Path beside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
