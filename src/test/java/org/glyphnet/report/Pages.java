package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What must hold of every page. */
final class Pages {
  private static final Pattern RESOURCE =
      Pattern.compile("(?:src|href|srcset|data|action|poster)=\"([^\"]*)\"|url\\(([^)]*)\\)");

  private Pages() {}

  /** One file: nothing is loaded, and nothing runs. */
  static void assertStandsAlone(String page) {
    assertThat(RESOURCE.matcher(page).results().map(Pages::target))
        .allMatch(target -> target.startsWith("data:") || target.startsWith("#"));
    assertThat(page).doesNotContain("@import", "<script", "<link", "<iframe");
  }

  /** The text between the tags of every match, such as all cells of a column. */
  static List<String> all(String page, String regex) {
    return Pattern.compile(regex).matcher(page).results().map(m -> m.group(1)).toList();
  }

  private static String target(MatchResult match) {
    return match.group(1) == null ? match.group(2) : match.group(1);
  }
}
