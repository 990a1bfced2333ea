package org.glyphnet.serving;

import java.nio.charset.StandardCharsets;

/**
 * Reads JSON numbers as the nearest float, the one that {@link Float#parseFloat} gives, mostly
 * without making a string of them.
 */
final class NumberScanner {
  /** So many decimal digits always fit a long. */
  private static final int MOST_DIGITS = 18;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Bits of a double below those of a float, and their value half way between two floats. */
  private static final long LOWER_BITS = (1L << 29) - 1;

  private static final long HALF_WAY = 1L << 28;

  /** Below this, floats are coarser than their exponent says. */
  private static final double SMALLEST = 1e-37;

  private final byte[] text;
  private int at;
  private long digits;
  private int count;
  private float value;

  NumberScanner(byte[] text) {
    this.text = text;
  }

  /**
   * Reads the number that starts at a position.
   *
   * @return the position after it; -1 when there is none, or none that a float can hold
   */
  int scan(int start) {
    at = start;
    digits = 0;
    count = 0;
    boolean negative = take('-');
    int whole = at;
    digits();
    int wholeDigits = at - whole;
    if (wholeDigits == 0 || (wholeDigits > 1 && text[whole] == '0')) {
      return -1;
    }
    int fraction = 0;
    if (take('.')) {
      int point = at;
      digits();
      fraction = at - point;
      if (fraction == 0) {
        return -1;
      }
    }
    boolean exponent = at < text.length && (text[at] == 'e' || text[at] == 'E');
    if (exponent) {
      return hard(start);
    }
    return easy(negative, fraction) ? at : hard(start);
  }

  /** The number that was read last. */
  float value() {
    return value;
  }

  /** The digits are few and a float lies clearly nearest. */
  private boolean easy(boolean negative, int fraction) {
    if (count > MOST_DIGITS || fraction >= POWERS.length) {
      return false;
    }
    // Off by at most two units in a double's last place ...
    double near = digits / POWERS[fraction];
    long lower = Double.doubleToRawLongBits(near) & LOWER_BITS;
    // ... which decides between two floats only half way between them.
    if (Math.abs(lower - HALF_WAY) <= 4 || (near != 0 && near < SMALLEST)) {
      return false;
    }
    value = (float) (negative ? -near : near);
    return true;
  }

  /** Any number; the grammar of what is left is checked here. */
  private int hard(int start) {
    if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (!take('-')) {
        take('+');
      }
      int first = at;
      digits();
      if (at == first) {
        return -1;
      }
    }
    value = Float.parseFloat(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
    return Float.isFinite(value) ? at : -1;
  }

  private void digits() {
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      digits = 10 * digits + (text[at] - '0');
      // Zeros in front do not count.
      count += digits == 0 ? 0 : 1;
      at++;
    }
  }

  private boolean take(char wanted) {
    if (at < text.length && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }
}
