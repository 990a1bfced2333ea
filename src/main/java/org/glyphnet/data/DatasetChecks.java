package org.glyphnet.data;

import java.util.List;
import java.util.Locale;

/** Whether the parts of a data set fit together; what does not is a {@link DataException}. */
final class DatasetChecks {
  private DatasetChecks() {}

  static void images(String name, ImageShape shape, Pixels pixels, int[] labels) {
    if (labels.length == 0) {
      throw new DataException(name + ": no images; a data set needs at least one");
    }
    if (pixels.size() != (long) labels.length * shape.size()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: %,d labels need %,d bytes of %s pixels, found %,d",
              name,
              labels.length,
              (long) labels.length * shape.size(),
              shape,
              pixels.size()));
    }
  }

  static void classes(String name, int[] labels, List<String> classNames) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: label %d of image %,d is out of range; with %d classes it must be 0 to %d",
                name,
                labels[i],
                i,
                classNames.size(),
                classNames.size() - 1));
      }
    }
    for (int i = 0; i < classNames.size(); i++) {
      if (classNames.get(i).contains("\n") || classNames.get(i).contains("\r")) {
        throw new DataException(name + ": the name of class " + i + " has a line break");
      }
    }
  }

  /**
   * Checks what some data sets know beside images and labels.
   *
   * @param parts null where there are none
   */
  static void facts(String name, int count, OwnParts parts, List<String> imageNames) {
    if (parts != null
        && (parts.train() < 1
            || parts.validation() < 0
            || (long) parts.train() + parts.validation() >= count)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: its training part cannot be %,d of %,d images; both parts need one",
              name,
              parts.train() + parts.validation(),
              count));
    }
    if (!imageNames.isEmpty() && imageNames.size() != count) {
      throw new DataException(name + ": " + imageNames.size() + " names for " + count + " images");
    }
  }
}
