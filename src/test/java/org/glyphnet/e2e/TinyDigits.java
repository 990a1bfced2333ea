package org.glyphnet.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A data set that a tiny network learns in seconds: 12x12 images in three classes, as IDX files.
 */
public final class TinyDigits {
  static final int SIZE = 12;
  static final int CLASSES = 3;

  private TinyDigits() {}

  /** Writes {@code count} training images; returns the folder. */
  public static Path write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    byte[] pixels = new byte[count * SIZE * SIZE];
    byte[] labels = new byte[count];
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
      for (int p = 0; p < SIZE * SIZE; p++) {
        boolean ink =
            switch (labels[i]) {
              case 0 -> p / SIZE == SIZE / 2; // a bar across
              case 1 -> p % SIZE == SIZE / 2; // a bar down
              default -> p / SIZE == p % SIZE; // a diagonal
            };
        pixels[i * SIZE * SIZE + p] = (byte) (ink ? 200 + random.nextInt(56) : random.nextInt(60));
      }
    }
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(pixels, count, SIZE, SIZE));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(labels, count));
    return folder;
  }

  /**
   * An IDX file as its definition says: two zeros, type 8, number of dimensions, dimensions,
   * values.
   */
  static byte[] idx(byte[] values, int... dimensions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x800 | dimensions.length);
    for (int dimension : dimensions) {
      out.writeInt(dimension);
    }
    out.write(values);
    return bytes.toByteArray();
  }
}
