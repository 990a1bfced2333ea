package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.MappedPixels;
import org.glyphnet.data.Pixels;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.Sha256;

/**
 * Decoded images in files, the newest four of them. A file's name is the SHA-256 of what the images
 * depend on; in it are all samples, their SHA-256 and a byte, the channels.
 */
final class PixelCache {
  private static final String ENDING = ".pixels";
  private static final int KEPT = 4;
  private static final int SUM = 32;

  private final Path folder;
  private final ImageShape wanted;

  /**
   * @param wanted height and width of the images
   */
  PixelCache(Path folder, ImageShape wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  /** Images that were found. */
  record Hit(Pixels pixels, ImageShape shape) {}

  /** The images that depend on what is described; null when they are not there, or damaged. */
  Hit find(List<String> described, int images) throws IOException {
    Path file = file(described);
    ByteBuffer end = ByteBuffer.allocate(SUM + 1);
    long samples;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      samples = channel.size() - end.capacity();
      if (samples < 1 || channel.read(end, samples) != end.capacity()) {
        return null;
      }
    } catch (NoSuchFileException e) {
      return null;
    }
    int channels = end.get(SUM);
    if (samples != (long) images * wanted.height() * wanted.width() * channels) {
      return null;
    }
    Pixels pixels = MappedPixels.map(file, samples);
    if (!MessageDigest.isEqual(sum(pixels), java.util.Arrays.copyOf(end.array(), SUM))) {
      return null;
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    return new Hit(pixels, new ImageShape(wanted.height(), wanted.width(), channels));
  }

  /** Takes a file of samples over, and lets go of the oldest. */
  Pixels keep(Path samples, List<String> described, ImageShape shape) throws IOException {
    long size = Files.size(samples);
    Pixels pixels = MappedPixels.map(samples, size);
    try (FileChannel channel = FileChannel.open(samples, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap(sum(pixels)));
      channel.write(ByteBuffer.wrap(new byte[] {(byte) shape.channels()}));
    }
    DurableFiles.sync(samples);
    DurableFiles.move(samples, file(described));
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> old =
          all.filter(path -> path.getFileName().toString().endsWith(ENDING))
              .sorted(Comparator.comparing(PixelCache::modified).reversed())
              .skip(KEPT)
              .toList();
      for (Path path : old) {
        Files.deleteIfExists(path);
      }
    }
    return pixels;
  }

  private Path file(List<String> described) {
    String key = Sha256.of(String.join("\n", described).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(key + ENDING);
  }

  private static byte[] sum(Pixels pixels) {
    MessageDigest digest = Sha256.digest();
    pixels.digest(digest);
    return digest.digest();
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it went meanwhile
    }
  }
}
