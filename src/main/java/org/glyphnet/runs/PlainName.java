package org.glyphnet.runs;

import java.util.regex.Pattern;
import org.glyphnet.data.DataException;

/**
 * What a run or a model can be called: a name that is one folder on every file system, and leads
 * out of none.
 */
public final class PlainName {
  /** For messages: what a good name is. */
  public static final String RULE =
      "letters, digits, '-', '_' and '.' can, beginning with a letter or digit, 100 at most";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  private PlainName() {}

  /** Whether it can be a name. */
  public static boolean is(String name) {
    return NAME.matcher(name).matches();
  }

  /** A text as a name: whatever cannot be in one is an underscore. */
  public static String of(String text) {
    String name = text.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[_.-]+", "");
    return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(60, name.length()));
  }

  /**
   * A name that a record tells.
   *
   * @throws DataException when it is none
   */
  static String recorded(String what, String name) {
    if (name == null || !is(name)) {
      throw new DataException(
          "'" + name + "' cannot be the name of a " + what + "; " + RULE + "; damaged or forged");
    }
    return name;
  }
}
