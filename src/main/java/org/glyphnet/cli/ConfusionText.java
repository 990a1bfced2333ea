package org.glyphnet.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.glyphnet.report.ConfusionMatrix;

/**
 * Precision, recall and, where the screen is wide enough for them, the counts of a confusion
 * matrix: a row for each reference, a column for each prediction.
 */
final class ConfusionText {
  private static final int LONGEST_NAME = 24;

  /** Columns are headed by names up to this length, by numbers above it. */
  private static final int LONGEST_HEADING = 5;

  private static final String SHARES = "  precision  recall";

  private final ConfusionMatrix confusion;
  private final List<String> names;
  private final int columns;

  /**
   * @param names of the classes, in the order of their numbers
   * @param columns width of the screen
   */
  ConfusionText(ConfusionMatrix confusion, List<String> names, int columns) {
    this.confusion = confusion;
    this.names = names.stream().map(PlainStream::name).toList();
    this.columns = columns;
  }

  /** The table, no line wider than the screen. */
  String text() {
    boolean named = longest(names) <= LONGEST_HEADING;
    List<String> headings =
        named ? names : IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    List<String> references =
        IntStream.range(0, names.size())
            .mapToObj(i -> shortened(named ? names.get(i) : i + " " + names.get(i)))
            .toList();
    int left = Math.max("reference".length(), longest(references));
    int cell = 1 + Math.max(longest(headings), Long.toString(largest()).length());
    boolean fits = left + SHARES.length() + 1 + names.size() * cell <= columns;
    StringBuilder text = new StringBuilder(padded("reference", left)).append(SHARES);
    if (fits) {
      text.append(' ');
      headings.forEach(heading -> text.append(aligned(heading, cell)));
    }
    text.append('\n');
    for (int i = 0; i < names.size(); i++) {
      text.append(padded(references.get(i), left))
          .append(aligned(share(confusion.precision(i)), 2 + "precision".length()))
          .append(aligned(share(confusion.recall(i)), 2 + "recall".length()));
      for (int j = 0; fits && j < names.size(); j++) {
        text.append(j == 0 ? " " : "").append(aligned(Long.toString(confusion.count(i, j)), cell));
      }
      text.append('\n');
    }
    return text + (fits ? "" : "The counts are wider than this screen; --json has them.\n");
  }

  private long largest() {
    return IntStream.range(0, names.size())
        .mapToLong(
            i ->
                IntStream.range(0, names.size())
                    .mapToLong(j -> confusion.count(i, j))
                    .max()
                    .orElse(0))
        .max()
        .orElse(0);
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 3) + "...";
  }

  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }

  private static String aligned(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
