package org.glyphnet.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as a page shows it: a heat map, the most frequent confusions, and what the
 * rows and columns come to.
 *
 * @param rows one for each class that an image has; none where there are too many to read
 * @param picture the heat map as a {@code data:} URI where there are too many classes for rows, a
 *     square a cell; "" else
 * @param size number of classes
 * @param compact whether every name is short enough to stand over its column
 * @param pairs the most frequent confusions
 * @param classes one for each class
 */
record ConfusionTable(
    List<Row> rows,
    String picture,
    int size,
    boolean compact,
    List<Pair> pairs,
    List<OfClass> classes) {
  /** With more classes than this the numbers of a matrix do not fit on a page. */
  static final int MOST_ROWS = 30;

  private static final int SHORT_NAME = 2;
  private static final int MOST_PAIRS = 15;
  private static final int PICTURE_SIDE = 600;

  /** The row of the images of one class. */
  record Row(String name, List<Cell> cells) {}

  /**
   * How often images of the row's class were taken for the column's.
   *
   * @param style class of the page's style sheet: right, wrong or none
   * @param share opacity of its colour, in [0, 1]
   */
  record Cell(String count, String style, String share) {}

  /** How often images of one class were taken for another. */
  record Pair(String name, String takenFor, String count) {}

  /** One class in numbers; the intervals are Wilson's. */
  record OfClass(
      String name,
      String images,
      String precision,
      String precisionInterval,
      String recall,
      String recallInterval) {}

  static ConfusionTable of(ConfusionMatrix confusion, List<String> names) {
    boolean readable = names.size() <= MOST_ROWS;
    long mostWrong = mostWrong(confusion, names.size());
    List<Row> rows = new ArrayList<>();
    List<OfClass> ofClasses = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (readable) {
        rows.add(row(confusion, names, i, mostWrong));
      }
      ofClasses.add(ofClass(confusion, names, i));
    }
    return new ConfusionTable(
        rows,
        readable ? "" : picture(confusion, names.size(), mostWrong),
        names.size(),
        names.stream().allMatch(name -> name.length() <= SHORT_NAME),
        pairs(confusion, names),
        ofClasses);
  }

  private static long mostWrong(ConfusionMatrix confusion, int classes) {
    long most = 1;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        most = i == j ? most : Math.max(most, confusion.count(i, j));
      }
    }
    return most;
  }

  private static Row row(ConfusionMatrix confusion, List<String> names, int of, long mostWrong) {
    List<Cell> cells = new ArrayList<>();
    for (int as = 0; as < names.size(); as++) {
      long count = confusion.count(of, as);
      String style = count == 0 ? "none" : as == of ? "right" : "wrong";
      cells.add(
          new Cell(
              Long.toString(count),
              style,
              String.format(Locale.ROOT, "%.2f", share(confusion, of, as, mostWrong))));
    }
    return new Row(names.get(of), cells);
  }

  /** Weak enough for a number on it; the root keeps one mistake to be seen beside many. */
  private static double share(ConfusionMatrix confusion, int of, int as, long mostWrong) {
    return as == of
        ? 0.1 + 0.28 * confusion.recall(of)
        : 0.12 + 0.48 * Math.sqrt((double) confusion.count(of, as) / mostWrong);
  }

  /** Without numbers the colours may be as strong as they can be. */
  private static String picture(ConfusionMatrix confusion, int classes, long mostWrong) {
    int cell = Math.max(2, PICTURE_SIDE / classes);
    BufferedImage picture =
        new BufferedImage(classes * cell, classes * cell, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < classes * cell; y++) {
      for (int x = 0; x < classes * cell; x++) {
        int of = y / cell;
        int as = x / cell;
        boolean line = x % cell == cell - 1 || y % cell == cell - 1;
        picture.setRGB(
            x, y, line ? 0xffffff : colour(confusion, of, as, mostWrong).getRGB() & 0xffffff);
      }
    }
    return PngImage.dataUri(picture);
  }

  private static Color colour(ConfusionMatrix confusion, int of, int as, long mostWrong) {
    Color full = of == as ? new Color(0x0b62b0) : new Color(0xd55e00);
    double share =
        confusion.count(of, as) == 0
            ? 0
            : of == as
                ? confusion.recall(of)
                : 0.25 + 0.75 * Math.sqrt((double) confusion.count(of, as) / mostWrong);
    return new Color(
        mixed(0xf6, full.getRed(), share),
        mixed(0xf7, full.getGreen(), share),
        mixed(0xf9, full.getBlue(), share));
  }

  private static int mixed(int paper, int full, double share) {
    return (int) Math.round(paper + share * (full - paper));
  }

  private static List<Pair> pairs(ConfusionMatrix confusion, List<String> names) {
    List<int[]> wrong = new ArrayList<>();
    for (int of = 0; of < names.size(); of++) {
      for (int as = 0; as < names.size(); as++) {
        if (of != as && confusion.count(of, as) > 0) {
          wrong.add(new int[] {of, as});
        }
      }
    }
    return wrong.stream()
        .sorted(Comparator.comparingLong(pair -> -confusion.count(pair[0], pair[1])))
        .limit(MOST_PAIRS)
        .map(
            pair ->
                new Pair(
                    names.get(pair[0]),
                    names.get(pair[1]),
                    Shown.count(confusion.count(pair[0], pair[1]))))
        .toList();
  }

  private static OfClass ofClass(ConfusionMatrix confusion, List<String> names, int of) {
    long images = 0;
    long taken = 0;
    for (int other = 0; other < names.size(); other++) {
      images += confusion.count(of, other);
      taken += confusion.count(other, of);
    }
    long right = confusion.count(of, of);
    return new OfClass(
        names.get(of),
        Shown.count(images),
        Shown.decimal(confusion.precision(of), 4),
        WilsonInterval.of(right, taken).shown(),
        Shown.decimal(confusion.recall(of), 4),
        WilsonInterval.of(right, images).shown());
  }
}
