package org.glyphnet.job;

import java.math.BigDecimal;

/** Numbers as a person writes them. */
public final class Numbers {
  private static final int LONGEST = 8;

  private Numbers() {}

  /** A float in full where that is short: 2.0E-4 as 0.0002, but 1.0E-8 as 1e-8. */
  public static String plain(float value) {
    String text = new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
    return text.length() > LONGEST ? Float.toString(value).replace(".0E", "e") : text;
  }
}
