package org.glyphnet.data.augmentation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which changes training images go through, and how strong each is. Written as {@code
 * shift=2,rotate=12,flip}; {@code none} is nothing.
 *
 * @param strengths of the changes that are wanted; others are left out
 */
public record Augmentation(Map<Change, Double> strengths) {
  /** Images stay as they are. */
  public static final Augmentation NONE = new Augmentation(Map.of());

  /** One kind of change; a random amount up to its strength is drawn for every image. */
  public enum Change {
    /** Moved by up to so many pixels along both axes, parts of pixels too. */
    SHIFT(64, "pixels"),
    /** Turned about the middle by up to so many degrees either way. */
    ROTATE(180, "degrees"),
    /** Scaled by a factor between 1 / (1 + strength) and 1 + strength. */
    ZOOM(4, "share of the size"),
    /** Slanted: rows move sideways by up to this share of their distance from the middle. */
    SHEAR(2, "share of the height"),
    /** Bent smoothly; the standard deviation of a pixel's way, in pixels. */
    ELASTIC(16, "pixels"),
    /** Mirrored left to right with this probability; one half where no number is given. */
    FLIP(1, "probability", 0.5),
    /** Padded by so many pixels and cut out at random: moved by whole pixels. */
    CROP(64, "pixels"),
    /** Up to this much is added to or taken from all values, of a range of 1. */
    BRIGHTNESS(1, "share of the range"),
    /** Distances from the image's mean are scaled by a factor between 1 - and 1 + strength. */
    CONTRAST(1, "share of the range"),
    /**
     * With this probability a rectangle of 2 to 20 % of the area is painted over with one grey; one
     * half where no number is given.
     */
    ERASE(1, "probability", 0.5);

    private final double most;
    private final String unit;
    private final double usual;

    Change(double most, String unit) {
      this(most, unit, Double.NaN);
    }

    Change(double most, String unit, double usual) {
      this.most = most;
      this.unit = unit;
      this.usual = usual;
    }

    /** How it is written. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Change named(String name) {
      return Arrays.stream(values())
          .filter(change -> change.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'"
                          + name
                          + "' is no change of images; there are "
                          + Arrays.stream(values())
                              .map(Change::toString)
                              .collect(Collectors.joining(", "))));
    }

    private double strength(String typed) {
      double strength;
      try {
        strength = Double.parseDouble(typed.strip());
      } catch (NumberFormatException e) {
        strength = Double.NaN;
      }
      if (!(strength >= 0 && strength <= most) || (this == CROP && strength % 1 != 0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s=%s is not possible; it takes %s 0 to %s (%s)",
                this,
                typed,
                this == CROP ? "a whole number" : "a number",
                plain(most),
                unit));
      }
      return strength;
    }
  }

  public Augmentation {
    EnumMap<Change, Double> wanted = new EnumMap<>(Change.class);
    strengths.forEach(
        (change, strength) -> {
          if (change.strength(Double.toString(strength)) > 0) {
            wanted.put(change, strength);
          }
        });
    strengths = java.util.Collections.unmodifiableMap(wanted);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException in one line, for what is no change or no possible strength
   */
  public static Augmentation parse(String typed) {
    if (typed.strip().equals("none")) {
      return NONE;
    }
    Map<Change, Double> strengths = new EnumMap<>(Change.class);
    for (String part : typed.split(",", -1)) {
      int sign = part.indexOf('=');
      Change change = Change.named((sign < 0 ? part : part.substring(0, sign)).strip());
      if (sign < 0 && Double.isNaN(change.usual)) {
        throw new IllegalArgumentException(
            change + " needs a strength: " + change + "=N (" + change.unit + ")");
      }
      double strength = sign < 0 ? change.usual : change.strength(part.substring(sign + 1));
      if (strengths.put(change, strength) != null) {
        throw new IllegalArgumentException(change + " is there twice; once is enough");
      }
    }
    return new Augmentation(strengths);
  }

  /** Whether images stay as they are. */
  public boolean isNone() {
    return strengths.isEmpty();
  }

  /** How strong a change is; 0 when it is not wanted. */
  double of(Change change) {
    return strengths.getOrDefault(change, 0.0);
  }

  /** As it is typed: {@code shift=2,rotate=12}, or {@code none}. */
  @Override
  public String toString() {
    return isNone()
        ? "none"
        : strengths.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + plain(entry.getValue()))
            .collect(Collectors.joining(","));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
