package org.glyphnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.glyphnet.cli.Main;
import org.glyphnet.e2e.TinyDigits;
import org.glyphnet.files.DurableFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of file that the program reads, damaged in every way that disks, networks and people
 * damage files: one line that names the file, exit code 3, and no more memory than the file has.
 */
class DamagedInputTest {
  private static final int BAD_DATA = 3;

  /** Bytes that a command may allocate on these tiny files; an oversized header claims 2 GiB. */
  private static final long MOST_MEMORY = 256L << 20;

  @TempDir static Path folder;

  /** A way to damage a file. */
  private record Damage(String name, UnaryOperator<byte[]> change) {
    byte[] of(byte[] content) {
      return change.apply(content.clone());
    }
  }

  private static final Damage TRUNCATED =
      new Damage("truncated", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  private static final Damage CUT_BY_ONE =
      new Damage("cut by one byte", bytes -> Arrays.copyOf(bytes, bytes.length - 1));
  private static final Damage FLIPPED =
      new Damage("one bit flipped", bytes -> flip(bytes, bytes.length / 2));
  private static final Damage FLIPPED_EARLY =
      new Damage("one bit flipped at its start", bytes -> flip(bytes, 2));
  private static final Damage EMPTY = new Damage("empty", bytes -> new byte[0]);
  private static final Damage TEXT =
      new Damage("a text", bytes -> "not what it should be\n".getBytes(StandardCharsets.US_ASCII));
  private static final Damage LONGER =
      new Damage("longer than it says", bytes -> Arrays.copyOf(bytes, bytes.length + 9));
  private static final Damage NOISE =
      new Damage(
          "noise",
          bytes -> {
            new java.util.Random(1).nextBytes(bytes);
            return bytes;
          });

  /** The size that stands at a place of a header becomes the largest there is. */
  private static Damage oversized(int at) {
    return new Damage(
        "oversized at " + at,
        bytes -> {
          ByteBuffer.wrap(bytes).putInt(at, Integer.MAX_VALUE);
          return bytes;
        });
  }

  /** A file, a way to damage it, and what reads it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Case(String file, Damage damage, String[] command) {
    /** What the line must name: the file, or the checkpoint that it belongs to. */
    String named() {
      return file.startsWith("runs/run/checkpoints") ? file.replaceFirst("[.].*", "") : file;
    }

    @Override
    public String toString() {
      return file + ", " + damage.name() + ": " + command[0];
    }
  }

  @BeforeAll
  static void makeOneOfEach() throws IOException {
    TinyDigits.write(folder.resolve("bars"), 30);
    gzip(folder.resolve("bars"), folder.resolve("packed"));
    pictures(folder.resolve("pictures"));
    assertThat(run(train("bars", "run")).exitCode()).isZero();
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    String images = "bars/train-images-idx3-ubyte";
    String labels = "bars/train-labels-idx1-ubyte";
    add(
        cases,
        images,
        train("bars", "x"),
        TRUNCATED,
        CUT_BY_ONE,
        FLIPPED_EARLY,
        EMPTY,
        TEXT,
        LONGER);
    add(cases, images, train("bars", "x"), NOISE, oversized(4), oversized(8), oversized(12));
    add(cases, labels, train("bars", "x"), TRUNCATED, FLIPPED_EARLY, EMPTY, TEXT, oversized(4));
    String packed = "packed/train-images-idx3-ubyte.gz";
    add(cases, packed, train("packed", "x"), TRUNCATED, CUT_BY_ONE, FLIPPED, EMPTY, TEXT, NOISE);
    // A PNG's header: signature, length, "IHDR", width, height.
    String picture = "pictures/a/0.png";
    String[] pictures = {"train", "--dataset", "folder:" + folder.resolve("pictures")};
    add(cases, picture, pictures, TRUNCATED, EMPTY, TEXT, NOISE, oversized(16), oversized(20));
    String checkpoint = "runs/run/checkpoints/classifier-final";
    String[] verify = {"verify", folder.resolve("runs/run").toString()};
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta", ".progress")) {
      add(cases, checkpoint + suffix, verify, TRUNCATED, CUT_BY_ONE, FLIPPED, EMPTY, TEXT, NOISE);
    }
    String model = "saved_models/run/1/";
    String[] evaluate = {
      "evaluate",
      folder.resolve("saved_models/run").toString(),
      "--dataset",
      "idx:" + folder.resolve("bars")
    };
    add(cases, model + "saved_model.pb", evaluate, TRUNCATED, CUT_BY_ONE, FLIPPED, EMPTY, TEXT);
    add(cases, model + "variables/variables.index", evaluate, TRUNCATED, FLIPPED, EMPTY, NOISE);
    add(cases, model + "variables/variables.data-00000-of-00001", evaluate, TRUNCATED, FLIPPED);
    add(cases, model + "assets.extra/labels.txt", evaluate, TRUNCATED, FLIPPED, EMPTY);
    add(cases, model + "assets.extra/sha256.txt", evaluate, TRUNCATED, FLIPPED, EMPTY, NOISE);
    add(cases, "runs/run/run.json", verify, TRUNCATED, FLIPPED, EMPTY, TEXT, NOISE);
    add(cases, "runs/run/predictions.csv", verify, TRUNCATED, EMPTY, TEXT, NOISE);
    return cases;
  }

  private static void add(List<Case> cases, String file, String[] command, Damage... damages) {
    Arrays.stream(damages).forEach(damage -> cases.add(new Case(file, damage, command)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Timeout(60)
  void isOneLineThatNamesTheFile(Case one) throws IOException {
    Path file = folder.resolve(one.file());
    byte[] good = Files.readAllBytes(file);
    byte[] bad = one.damage().of(good);
    assertThat(bad).isNotEqualTo(good);
    try {
      Files.write(file, bad);
      Ended ended = run(one.command());

      assertThat(ended.err()).hasLineCount(1).startsWith("glyphnet: ").contains(one.named());
      assertThat(ended.exitCode()).isEqualTo(BAD_DATA);
      assertThat(ended.allocated()).isLessThan(MOST_MEMORY);
    } finally {
      Files.write(file, good);
      DurableFiles.deleteTree(folder.resolve("runs/x"));
    }
  }

  /** What a command came to, and the bytes that it allocated. */
  private record Ended(int exitCode, String err, long allocated) {}

  private static Ended run(String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int exitCode =
        Main.run(
            words,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ended(
        exitCode,
        err.toString(StandardCharsets.UTF_8),
        threads.getCurrentThreadAllocatedBytes() - before);
  }

  private static String[] train(String data, String run) {
    return new String[] {
      "train",
      "--dataset",
      "idx:" + folder.resolve(data),
      "--filters1",
      "2",
      "--filters2",
      "2",
      "--units",
      "4",
      "--kernel-size",
      "3",
      "--batch-size",
      "8",
      "--epochs",
      "1",
      "--threads",
      "1",
      "--run",
      run,
      "--model",
      run,
      "--runs-dir",
      folder.resolve("runs").toString(),
      "--saved-models",
      folder.resolve("saved_models").toString()
    };
  }

  private static byte[] flip(byte[] bytes, int at) {
    bytes[at] ^= 0x10;
    return bytes;
  }

  private static void gzip(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path packed = to.resolve(file.getFileName() + ".gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
          Files.copy(file, out);
        }
      }
    }
  }

  private static void pictures(Path to) throws IOException {
    BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
    for (String name : List.of("a/0.png", "a/1.png", "b/0.png", "b/1.png")) {
      Files.createDirectories(to.resolve(name).getParent());
      ImageIO.write(picture, "png", to.resolve(name).toFile());
    }
  }
}
