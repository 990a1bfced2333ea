package org.glyphnet.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Text for people: a class, file or model may be named with control characters, which would move
 * the cursor or worse; they are shown as escapes. Line breaks and tabs stay.
 */
final class PlainStream extends PrintStream {
  PlainStream(PrintStream out, Charset charset) {
    super(out, true, charset);
  }

  @Override
  public void print(String text) {
    super.print(plain(String.valueOf(text)));
  }

  @Override
  public void println(String text) {
    // As one piece, so that lines of two threads do not run into each other.
    super.print(plain(text + System.lineSeparator()));
  }

  /** A text with its control characters as escapes, but for line breaks and tabs. */
  static String plain(String text) {
    return escaped(text, "\n\r\t");
  }

  /** A name in one line: all its control characters as escapes. */
  static String name(Object name) {
    return escaped(name.toString(), "");
  }

  private static String escaped(String text, String kept) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = isControl(c) && kept.indexOf(c) < 0;
      if (escape && shown == null) {
        shown = new StringBuilder(text.substring(0, i));
      }
      if (escape) {
        shown.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      } else if (shown != null) {
        shown.append(c);
      }
    }
    return shown == null ? text : shown.toString();
  }

  /** Controls, and what changes the direction of the text after it. */
  private static boolean isControl(char c) {
    return Character.getType(c) == Character.CONTROL
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
