package org.glyphnet.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a data set's images were made from pictures. A model keeps it, and whatever feeds the model
 * follows it, so that a picture looks to the network as those did that it learnt from.
 *
 * <p>Everywhere the same: transparent parts are laid on white, or on black where what is visible is
 * light; pictures are shrunk by averaging areas and enlarged bilinearly, on the stored values,
 * without undoing gamma, as other training programs do.
 *
 * @param shape of the images; 1 channel is grey, 3 are red, green and blue
 * @param kind what was done
 * @param fit how pictures of other proportions are brought to the size
 * @param polarity of the images; pictures are never inverted because of it
 */
public record ImagePreparation(ImageShape shape, Kind kind, Fit fit, Polarity polarity) {
  private static final String FORMAT = "1";
  private static final String RESAMPLING = "area-bilinear";
  private static final String BACKGROUND = "white-unless-light";

  /** What is done to a picture. */
  public enum Kind {
    /** Resized; what has the size stays as it is. */
    RESIZE,
    /**
     * Framed as MNIST's images were: ink found, scaled to 20 x 20 and centred in 28 x 28. What has
     * the size and is light on dark stays as it is.
     */
    MNIST_FRAME;

    /** How it is written. */
    @Override
    public String toString() {
      return written(this);
    }
  }

  /** Which of ink and paper is the lighter one, by the images' borders. */
  public enum Polarity {
    DARK_ON_LIGHT,
    LIGHT_ON_DARK,
    /** Neither for nearly all images, as in photographs. */
    MIXED;

    /** How it is written. */
    @Override
    public String toString() {
      return written(this);
    }
  }

  public ImagePreparation {
    if (kind == Kind.MNIST_FRAME && !shape.equals(new ImageShape(28, 28, 1))) {
      throw new DataException("MNIST's frame is 28x28x1, not " + shape);
    }
  }

  /** Pictures resized to a shape, cropped where their proportions are others. */
  public static ImagePreparation resize(ImageShape shape) {
    return new ImagePreparation(shape, Kind.RESIZE, Fit.CROP, Polarity.MIXED);
  }

  /** Pictures framed as MNIST's were. */
  public static ImagePreparation mnist() {
    return new ImagePreparation(
        new ImageShape(28, 28, 1), Kind.MNIST_FRAME, Fit.CROP, Polarity.LIGHT_ON_DARK);
  }

  /** As text, {@code key: value} a line, which {@link #parse} reads again. */
  public String toText() {
    return Map.ofEntries(
            Map.entry("1 format", FORMAT),
            Map.entry("2 height", Integer.toString(shape.height())),
            Map.entry("3 width", Integer.toString(shape.width())),
            Map.entry("4 channels", Integer.toString(shape.channels())),
            Map.entry("5 preparation", kind.toString()),
            Map.entry("6 fit", fit.toString()),
            Map.entry("7 polarity", polarity.toString()),
            Map.entry("8 resampling", RESAMPLING),
            Map.entry("9 background", BACKGROUND))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().substring(2) + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @param name what an error calls the text
   * @throws DataException when it is damaged, or says what this program does not know
   */
  public static ImagePreparation parse(String text, String name) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new DataException(name + ": '" + line + "' is not a key and a value");
      }
      values.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    known(name, values, "format", FORMAT);
    known(name, values, "resampling", RESAMPLING);
    known(name, values, "background", BACKGROUND);
    return new ImagePreparation(
        new ImageShape(
            number(name, values, "height"),
            number(name, values, "width"),
            number(name, values, "channels")),
        choice(name, values, "preparation", Kind.values()),
        choice(name, values, "fit", Fit.values()),
        choice(name, values, "polarity", Polarity.values()));
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void known(String name, Map<String, String> values, String key, String wanted) {
    String found = values.getOrDefault(key, "missing");
    if (!found.equals(wanted)) {
      throw new DataException(
          name + ": " + key + " is " + found + ", this program knows " + wanted);
    }
  }

  private static int number(String name, Map<String, String> values, String key) {
    try {
      return Integer.parseInt(values.getOrDefault(key, "missing"));
    } catch (NumberFormatException e) {
      throw new DataException(name + ": " + key + " is " + values.get(key) + ", not a number", e);
    }
  }

  private static <E extends Enum<E>> E choice(
      String name, Map<String, String> values, String key, E[] choices) {
    return Arrays.stream(choices)
        .filter(choice -> choice.toString().equals(values.get(key)))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    name
                        + ": "
                        + key
                        + " is "
                        + values.get(key)
                        + ", this program knows "
                        + Arrays.stream(choices)
                            .map(E::toString)
                            .collect(Collectors.joining(", "))));
  }

  /** How a picture of another shape is brought to a network's. */
  public enum Fit {
    /** The largest part in the middle that has the network's proportions; the rest is cut off. */
    CROP,
    /** The whole picture, and beside it the median colour of its edge. */
    LETTERBOX;

    /** How it is written in options and records. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
