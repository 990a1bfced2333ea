package org.glyphnet.data;

import java.security.MessageDigest;
import org.glyphnet.Internal;

/**
 * The samples of a data set, a byte each, in memory or in a file. Never changes, so threads share
 * it.
 */
@Internal
public sealed interface Pixels permits HeapPixels, MappedPixels {
  /** Samples in memory; the array is not copied, and must not be changed. */
  static Pixels of(byte[] samples) {
    return new HeapPixels(samples);
  }

  /** Number of samples. */
  long size();

  /** One sample, 0 to 255. */
  int at(long index);

  /** Copies samples as they are. */
  void copy(long from, byte[] target, int offset, int count);

  /** Copies samples as floats in [0, 1], {@code sample / 255}. */
  void scale(long from, float[] target, int offset, int count);

  /** Feeds all samples to a digest. */
  void digest(MessageDigest digest);
}
