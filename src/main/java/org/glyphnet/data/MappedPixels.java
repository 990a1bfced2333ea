package org.glyphnet.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.glyphnet.Internal;

/**
 * Samples in a file that is mapped into memory: the system reads what is asked for, and lets go of
 * it when memory is short. The file may be deleted while it is mapped; it must not be changed.
 */
@Internal
public final class MappedPixels implements Pixels {
  /** A mapping is addressed by an int. */
  private static final long CHUNK = 1L << 30;

  private final ByteBuffer[] chunks;
  private final long size;

  private MappedPixels(ByteBuffer[] chunks, long size) {
    this.chunks = chunks;
    this.size = size;
  }

  /**
   * Maps the first bytes of a file.
   *
   * @param size how many samples it holds; more may come after them
   */
  public static MappedPixels map(Path file, long size) throws IOException {
    return map(file, size, CHUNK);
  }

  static MappedPixels map(Path file, long size, long chunk) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer[] chunks = new ByteBuffer[(int) ((size + chunk - 1) / chunk)];
      for (int i = 0; i < chunks.length; i++) {
        long from = i * chunk;
        chunks[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(chunk, size - from));
      }
      return new MappedPixels(chunks, size);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int at(long index) {
    long chunk = chunks[0].limit();
    return chunks[(int) (index / chunk)].get((int) (index % chunk)) & 0xff;
  }

  @Override
  public void copy(long from, byte[] target, int offset, int count) {
    long at = from;
    int done = 0;
    while (done < count) {
      ByteBuffer chunk = chunks[(int) (at / chunks[0].limit())];
      int start = (int) (at % chunks[0].limit());
      int part = Math.min(count - done, chunk.limit() - start);
      chunk.get(start, target, offset + done, part);
      done += part;
      at += part;
    }
  }

  @Override
  public void scale(long from, float[] target, int offset, int count) {
    byte[] samples = new byte[count];
    copy(from, samples, 0, count);
    for (int i = 0; i < count; i++) {
      target[offset + i] = ScaledBytes.of(samples[i]);
    }
  }

  @Override
  public void digest(MessageDigest digest) {
    for (ByteBuffer chunk : chunks) {
      digest.update(chunk.duplicate().rewind());
    }
  }
}
