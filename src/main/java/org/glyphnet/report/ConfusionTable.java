package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A confusion matrix as a page shows it: a heat map with a row for each class, and what the rows
 * and columns come to.
 *
 * @param rows one for each class that an image has
 * @param classes one for each class
 */
record ConfusionTable(List<Row> rows, List<OfClass> classes) {
  /** The row of the images of one class. */
  record Row(String name, List<Cell> cells) {}

  /**
   * How often images of the row's class were taken for the column's.
   *
   * @param style class of the page's style sheet: right, wrong or none
   * @param share opacity of its colour, in [0, 1]
   */
  record Cell(String count, String style, String share) {}

  /** One class in numbers. */
  record OfClass(String name, String images, String precision, String recall, String takenFor) {}

  static ConfusionTable of(ConfusionMatrix confusion, List<String> names) {
    int classes = names.size();
    long mostWrong = 1;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        mostWrong = i == j ? mostWrong : Math.max(mostWrong, confusion.count(i, j));
      }
    }
    List<Row> rows = new ArrayList<>();
    List<OfClass> ofClasses = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      rows.add(row(confusion, names, i, mostWrong));
      ofClasses.add(ofClass(confusion, names, i));
    }
    return new ConfusionTable(rows, ofClasses);
  }

  private static Row row(ConfusionMatrix confusion, List<String> names, int of, long mostWrong) {
    List<Cell> cells = new ArrayList<>();
    for (int as = 0; as < names.size(); as++) {
      long count = confusion.count(of, as);
      // Weak enough for the number on it; the root keeps a single mistake to be seen beside many.
      double share =
          as == of
              ? 0.1 + 0.28 * confusion.recall(of)
              : 0.12 + 0.48 * Math.sqrt((double) count / mostWrong);
      String style = count == 0 ? "none" : as == of ? "right" : "wrong";
      cells.add(new Cell(Long.toString(count), style, String.format(Locale.ROOT, "%.2f", share)));
    }
    return new Row(names.get(of), cells);
  }

  private static OfClass ofClass(ConfusionMatrix confusion, List<String> names, int of) {
    long images = IntStream.range(0, names.size()).mapToLong(as -> confusion.count(of, as)).sum();
    int most = -1;
    for (int as = 0; as < names.size(); as++) {
      if (as != of && confusion.count(of, as) > (most < 0 ? 0 : confusion.count(of, most))) {
        most = as;
      }
    }
    return new OfClass(
        names.get(of),
        String.format(Locale.ROOT, "%,d", images),
        Shown.decimal(confusion.precision(of), 4),
        Shown.decimal(confusion.recall(of), 4),
        most < 0 ? "\u2013" : names.get(most) + " (" + confusion.count(of, most) + ")");
  }
}
