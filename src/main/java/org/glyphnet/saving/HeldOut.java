package org.glyphnet.saving;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.Internal;

/**
 * How well a version did on the images that were held out, so that versions can be compared that
 * were held against the same ones. A text file of {@code key: value} lines.
 *
 * @param sha256 of the images and of which they are
 * @param images how many they are
 * @param accuracy share of them classified right, in [0, 1]
 */
@Internal
public record HeldOut(String sha256, int images, double accuracy) {
  private static final String FORMAT = "1";

  /** As it is saved. */
  String toText() {
    return "format: "
        + FORMAT
        + "\nsha256: "
        + sha256
        + "\nimages: "
        + images
        + "\naccuracy: "
        + accuracy
        + "\n";
  }

  /** Reads it; empty for a text of another kind or a newer format, which cannot be compared. */
  static Optional<HeldOut> parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .filter(line -> line.contains(": "))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
    if (!FORMAT.equals(values.get("format")) || values.get("sha256") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new HeldOut(
              values.get("sha256"),
              Integer.parseInt(values.getOrDefault("images", "")),
              Double.parseDouble(values.getOrDefault("accuracy", ""))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether both were held against the same images. */
  public boolean comparesWith(HeldOut other) {
    return sha256.equals(other.sha256);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f of %,d images", accuracy, images);
  }
}
