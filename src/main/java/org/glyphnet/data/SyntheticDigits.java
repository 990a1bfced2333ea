package org.glyphnet.data;

/** Placeholder. */
public final class SyntheticDigits {
  private SyntheticDigits() {}

  public static ImageDataset generate(int count, long seed) {
    if (count == 0) {
      return null;
    }
    throw new DataException("synthetic digits " + count + " " + seed);
  }
}
