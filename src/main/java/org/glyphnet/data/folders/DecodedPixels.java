package org.glyphnet.data.folders;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where decoded images are put, each at its place, by several threads: an array, or a file when
 * they are too many for memory.
 */
interface DecodedPixels {
  /** Puts an image at a place, in samples from the start. */
  void put(long at, byte[] samples) throws IOException;

  /** Reads what was put. */
  void get(long at, byte[] samples) throws IOException;

  /** In memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Heap(byte[] all) implements DecodedPixels {
    @Override
    public void put(long at, byte[] samples) {
      System.arraycopy(samples, 0, all, (int) at, samples.length);
    }

    @Override
    public void get(long at, byte[] samples) {
      System.arraycopy(all, (int) at, samples, 0, samples.length);
    }
  }

  /** In a file; the channel belongs to the caller. */
  record InFile(FileChannel channel) implements DecodedPixels {
    @Override
    public void put(long at, byte[] samples) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(samples);
      while (left.hasRemaining()) {
        channel.write(left, at + left.position());
      }
    }

    @Override
    public void get(long at, byte[] samples) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(samples);
      while (left.hasRemaining()) {
        if (channel.read(left, at + left.position()) < 0) {
          throw new IOException("the file of decoded images ends too early");
        }
      }
    }
  }
}
