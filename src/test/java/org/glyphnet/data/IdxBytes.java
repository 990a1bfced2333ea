package org.glyphnet.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files as their definition says, apart from the code under test. */
public final class IdxBytes {
  private IdxBytes() {}

  /** Two zeros, type 8, the number of dimensions, each as a big-endian int, the values. */
  public static byte[] idx(byte[] values, int... dimensions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(new byte[] {0, 0, 8, (byte) dimensions.length});
      for (int dimension : dimensions) {
        out.writeInt(dimension);
      }
      out.write(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Bytes of every value, the same for the same seed. */
  public static byte[] noise(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** 0, 1, ... classes - 1, 0, 1, ... */
  public static byte[] labels(int count, int classes) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % classes);
    }
    return labels;
  }

  /** A copy that is damaged: bits flipped, an end cut off, or bytes put behind it. */
  public static byte[] mutated(byte[] content, Random random) {
    byte[] damaged = content.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
      default ->
          damaged = java.util.Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(40));
    }
    return damaged;
  }
}
