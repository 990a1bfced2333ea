package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import org.glyphnet.data.ImageDataset;

/** How often images of each class were taken for each class. Immutable. */
public final class ConfusionMatrix {
  private final List<String> classNames;
  private final long[][] counts;

  private ConfusionMatrix(List<String> classNames, long[][] counts) {
    this.classNames = classNames;
    this.counts = counts;
  }

  /**
   * Counts.
   *
   * @param images numbers of the images in the data set
   * @param predictions predicted class of each, in the same order
   */
  public static ConfusionMatrix of(ImageDataset dataset, int[] images, int[] predictions) {
    if (images.length != predictions.length) {
      throw new IllegalArgumentException(
          images.length + " images but " + predictions.length + " predictions");
    }
    int classes = dataset.classNames().size();
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < images.length; i++) {
      counts[dataset.label(images[i])][predictions[i]]++;
    }
    return new ConfusionMatrix(dataset.classNames(), counts);
  }

  /** How many images of class {@code reference} were taken for class {@code prediction}. */
  public long count(int reference, int prediction) {
    return counts[reference][prediction];
  }

  /**
   * Share of the images taken for a class that are of it, in [0, 1]; NaN when none was taken for
   * it.
   */
  public double precision(int label) {
    long taken = 0;
    for (long[] row : counts) {
      taken += row[label];
    }
    return (double) counts[label][label] / taken;
  }

  /** Share of the images of a class that were taken for it, in [0, 1]; NaN when there are none. */
  public double recall(int label) {
    long there = 0;
    for (long count : counts[label]) {
      there += count;
    }
    return (double) counts[label][label] / there;
  }

  /**
   * A table for the console: a row for each reference with the counts of predictions, then
   * precision and recall.
   */
  public String asText() {
    int label = Math.max(9, classNames.stream().mapToInt(String::length).max().orElse(1));
    int cell = Math.max(6, 1 + classNames.stream().mapToInt(String::length).max().orElse(1));
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-" + label + "s", "reference"));
    classNames.forEach(name -> text.append(String.format(Locale.ROOT, "%" + cell + "s", name)));
    text.append("   precision  recall\n");
    for (int i = 0; i < counts.length; i++) {
      text.append(String.format(Locale.ROOT, "%-" + label + "s", classNames.get(i)));
      for (long count : counts[i]) {
        text.append(String.format(Locale.ROOT, "%" + cell + "d", count));
      }
      text.append("   ")
          .append(share(precision(i)))
          .append("   ")
          .append(share(recall(i)))
          .append('\n');
    }
    return text.toString();
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "     -" : String.format(Locale.ROOT, "%.4f", value);
  }
}
