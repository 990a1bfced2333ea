package org.glyphnet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.glyphnet.files.DurableFiles;

/** Versions of a model with something wrong in one of their files, made from a sound one. */
final class StrangeVersions {
  private final Path sound;
  private final Path workshop;

  /**
   * @param sound folder of a version
   * @param workshop where they are made before they are moved into place, on the same file system
   */
  StrangeVersions(Path sound, Path workshop) {
    this.sound = sound;
    this.workshop = workshop;
  }

  /** Makes one and moves it into place. */
  void write(Path to, Random random) throws IOException, InterruptedException {
    Path made = workshop.resolve(to.getFileName());
    copy(sound, made);
    damage(made, random);
    Files.move(made, to);
  }

  /** Copies a version's folder; what it is in must be there. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void damage(Path version, Random random) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(version)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    Path graph = version.resolve("saved_model.pb");
    Path any = files.get(random.nextInt(files.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> Files.write(graph, damaged(graph, random));
      case 4, 5, 6 -> Files.write(any, damaged(any, random));
      case 7 -> Files.delete(any);
      case 8 -> {
        Files.delete(any);
        Files.createDirectory(any);
      }
      case 9 -> {
        Files.delete(any);
        Files.createSymbolicLink(any, Path.of("nowhere"));
      }
      case 10 -> {
        Files.delete(any);
        // Whoever reads a pipe that nobody writes to waits for ever.
        int made = new ProcessBuilder("mkfifo", any.toString()).inheritIO().start().waitFor();
        if (made != 0) {
          throw new IOException("mkfifo ended with " + made);
        }
      }
      default -> Files.write(any, nested(random));
    }
  }

  private static byte[] damaged(Path file, Random random) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    return whole.length == 0 ? "strange".getBytes(UTF_8) : StrangeRequests.damaged(whole, random);
  }

  /** A message in a message in a message, or as many lines. */
  private static byte[] nested(Random random) {
    byte[] bytes = new byte[60_000];
    if (random.nextBoolean()) {
      Arrays.fill(bytes, (byte) '\n');
      return bytes;
    }
    for (int i = 0; i + 3 < bytes.length; i += 4) {
      int left = bytes.length - i - 4;
      bytes[i] = 0x12; // field 2, of a length in three bytes
      bytes[i + 1] = (byte) ((left & 0x7f) | 0x80);
      bytes[i + 2] = (byte) ((left >> 7 & 0x7f) | 0x80);
      bytes[i + 3] = (byte) (left >> 14);
    }
    return bytes;
  }

  /** Takes it away again. */
  static void delete(Path version) throws IOException {
    DurableFiles.deleteTree(version);
  }
}
