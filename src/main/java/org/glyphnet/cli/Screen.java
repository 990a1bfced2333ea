package org.glyphnet.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Where a command's words go.
 *
 * @param out standard output; what is printed there shows control characters as escapes, but for
 *     line breaks and tabs
 * @param raw the same for what moves the cursor or sets colours
 * @param terminal whether it is a terminal
 * @param columns its width
 * @param charset what it is written in
 */
record Screen(PrintStream out, PrintStream raw, boolean terminal, int columns, Charset charset) {
  /** The width where nothing tells it. */
  static final int DEFAULT_COLUMNS = 80;

  private static final int FEWEST_COLUMNS = 40;
  private static final int MOST_COLUMNS = 120;

  /**
   * @param out standard output
   * @param charset what it is written in
   * @param terminal whether it is a terminal
   * @param columns its width as the system tells it; null or nonsense where it does not
   */
  static Screen on(PrintStream out, Charset charset, boolean terminal, String columns) {
    return new Screen(new PlainStream(out, charset), out, terminal, columns(columns), charset);
  }

  /** The same words on another stream, on no terminal. */
  Screen on(PrintStream other) {
    return new Screen(new PlainStream(other, charset), other, false, columns, charset);
  }

  private static int columns(String told) {
    if (told == null || !told.matches("[0-9]{1,4}") || Integer.parseInt(told) == 0) {
      return DEFAULT_COLUMNS;
    }
    return Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, Integer.parseInt(told)));
  }
}
