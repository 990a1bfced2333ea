package org.glyphnet.data.folders;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.data.DataException;

/** Pictures that cannot be read, each with its reason. */
final class Unreadable {
  private static final int LISTED = 20;

  private Unreadable() {}

  /**
   * Refuses, or tells in lines what is left out.
   *
   * @param reasons each begins with its file, in order
   * @param of how many pictures there are
   * @throws DataException that names the first and the number, unless they may be skipped
   */
  static List<String> told(Collection<String> reasons, int of, boolean skip) {
    if (reasons.isEmpty()) {
      return List.of();
    }
    String first = reasons.iterator().next();
    String count = reasons.size() + " of " + of + " images cannot be read";
    if (!skip) {
      throw new DataException(
          first + (reasons.size() == 1 ? "; " : "; with it, ") + count,
          Remedy.LEAVE_OUT_UNREADABLE);
    }
    if (reasons.size() == of) {
      throw new DataException(first + "; none of " + of + " images can be read");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Left out: " + count);
    reasons.stream().limit(LISTED).map(reason -> "  " + reason).forEach(lines::add);
    if (reasons.size() > LISTED) {
      lines.add("  and " + (reasons.size() - LISTED) + " more");
    }
    return lines;
  }
}
