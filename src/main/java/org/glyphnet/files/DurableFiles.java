package org.glyphnet.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes so that a reader never sees half a file, and so that what is there survives a power cut.
 */
public final class DurableFiles {
  /** Names of the files beside the real ones: a dot, the name, a random UUID. */
  private static final Pattern LEFT_OVER =
      Pattern.compile("[.].+[.][0-9a-f]{8}(-[0-9a-f]{4,12}){4}");

  private DurableFiles() {}

  /** Replaces or makes a file in one step; folders on the way are made. */
  public static void write(Path file, byte[] content) throws IOException {
    Path place = file.toAbsolutePath();
    // createDirectories refuses a link to a folder, which is a folder to us.
    if (!Files.isDirectory(place.getParent())) {
      Files.createDirectories(place.getParent());
    }
    // Not Files.createTempFile: its files can be read by their owner alone.
    Path beside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      Files.write(beside, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      sync(beside);
      move(beside, place);
    } catch (IOException e) {
      throw named(file, e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Deletes what a process that was killed within {@link #write} has left in a folder. Nobody else
   * may be writing there.
   */
  public static void deleteLeftOver(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all =
          files.filter(file -> LEFT_OVER.matcher(file.getFileName().toString()).matches()).toList();
    }
    for (Path one : all) {
      Files.deleteIfExists(one);
    }
  }

  /** The failure with the file's name: that a disk is full, Java tells without it. */
  public static FileSystemException named(Path file, IOException e) {
    if (e instanceof FileSystemException known && known.getFile() != null) {
      return known;
    }
    FileSystemException failure =
        new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
    failure.initCause(e);
    return failure;
  }

  /**
   * Moves a file or folder into place in one step; a file there is replaced, a folder there is an
   * error.
   */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(to.toAbsolutePath().getParent());
  }

  /** Waits until a file's or folder's content is on the disk. */
  public static void sync(Path path) throws IOException {
    if (Files.isDirectory(path) && System.getProperty("os.name").startsWith("Windows")) {
      return; // Windows cannot open a folder; it writes its own journal.
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // A disk may tell only now that it is full or broken.
      throw named(path, e);
    }
  }

  /** Waits until everything below a folder is on the disk. */
  public static void syncTree(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      sync(path);
    }
  }

  /** Deletes a folder and all that is in it; nothing there is fine. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
