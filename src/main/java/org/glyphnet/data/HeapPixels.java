package org.glyphnet.data;

import java.security.MessageDigest;

/** Samples in memory; the array is not copied. */
final class HeapPixels implements Pixels {
  private final byte[] samples;

  HeapPixels(byte[] samples) {
    this.samples = samples;
  }

  @Override
  public long size() {
    return samples.length;
  }

  @Override
  public int at(long index) {
    return samples[(int) index] & 0xff;
  }

  @Override
  public void copy(long from, byte[] target, int offset, int count) {
    System.arraycopy(samples, (int) from, target, offset, count);
  }

  @Override
  public void scale(long from, float[] target, int offset, int count) {
    int start = (int) from;
    for (int i = 0; i < count; i++) {
      target[offset + i] = ScaledBytes.of(samples[start + i]);
    }
  }

  @Override
  public void digest(MessageDigest digest) {
    digest.update(samples);
  }
}
