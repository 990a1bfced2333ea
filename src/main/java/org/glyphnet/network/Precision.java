package org.glyphnet.network;

import java.util.Locale;

/** What matrix products and convolutions compute in; variables are float32 in either case. */
public enum Precision {
  /** 32-bit floating point throughout. */
  FLOAT32,
  /**
   * Products of bfloat16 numbers (8 bits of mantissa, float32's range), added up in float32; what
   * is not a product (statistics, loss, optimiser) stays float32. Faster on processors with
   * bfloat16 instructions, slower on others.
   */
  BFLOAT16;

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
