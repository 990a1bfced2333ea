package org.glyphnet.report;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;

/** A page's small pictures: mistakes, filters and maps, each with what stands under it. */
final class PictureTiles {
  /** Of more than this many filters or maps the page shows a choice, and says so. */
  static final int MOST = 128;

  /** How many mistakes are shown. */
  static final int MISTAKES = 25;

  /** Least width of a picture, in pixels. */
  private static final int SHARP = 84;

  private PictureTiles() {}

  /**
   * One picture.
   *
   * @param uri the picture itself, as a {@code data:} URI
   * @param alt what it shows, for readers who do not see it
   * @param title the first line under it, "" for none
   * @param note the line below, "" for none
   */
  record Tile(String uri, String alt, String title, String note) {}

  /** The first of some mistakes: label, guess and its probability. */
  static List<Tile> mistakes(List<Predictions.Mistake> mistakes, ImageDataset dataset) {
    List<String> names = dataset.classNames();
    return mistakes.stream()
        .limit(MISTAKES)
        .map(
            m ->
                new Tile(
                    uri(DatasetPicture.of(dataset, m.image())),
                    String.format(
                        Locale.ROOT,
                        "%s, a %s, taken for %s",
                        name(dataset, m.image()),
                        names.get(m.label()),
                        names.get(m.guess())),
                    names.get(m.label()) + " \u2192 " + names.get(m.guess()),
                    Shown.decimal(m.probability(), 4) + ", " + name(dataset, m.image())))
        .toList();
  }

  /** An image by its file, or by its number in the data set where it has none. */
  static String name(ImageDataset dataset, int image) {
    String name = dataset.imageName(image);
    return name.equals(Integer.toString(image)) ? "image\u00a0" + name : name;
  }

  /** The filters, the closest to a known kernel first. */
  static List<Tile> filters(FilterBank bank) {
    return RankedFilter.of(bank).stream()
        .limit(MOST)
        .map(
            f ->
                new Tile(
                    uri(filter(bank, f.number())),
                    "Filter " + f.number() + (f.good() ? ", like a " + f.name() : ""),
                    f.name(),
                    "#"
                        + f.number()
                        + (f.closest().isEmpty()
                            ? ""
                            : String.format(Locale.ROOT, ", r %.2f", f.correlation()))))
        .toList();
  }

  /** One filter: its channels side by side. */
  private static BufferedImage filter(FilterBank bank, int filter) {
    int pitch = bank.width() + 1;
    BufferedImage picture =
        new BufferedImage(bank.channels() * pitch - 1, bank.height(), BufferedImage.TYPE_INT_ARGB);
    for (int channel = 0; channel < bank.channels(); channel++) {
      BufferedImage kernel =
          SignedColours.picture(bank.kernel(filter, channel), bank.width(), bank.largest());
      for (int y = 0; y < bank.height(); y++) {
        for (int x = 0; x < bank.width(); x++) {
          picture.setRGB(channel * pitch + x, y, kernel.getRGB(x, y));
        }
      }
    }
    return picture;
  }

  /** The maps of one block; of very many the strongest. */
  static List<Tile> maps(Activations.Maps maps) {
    return IntStream.range(0, maps.count())
        .boxed()
        .sorted(Comparator.comparingDouble(filter -> -strongest(maps.map(filter))))
        .limit(MOST)
        .sorted()
        .map(
            filter ->
                new Tile(
                    uri(SignedColours.picture(maps.map(filter), maps.width(), maps.largest())),
                    "Output of filter " + filter,
                    "",
                    "#" + filter))
        .toList();
  }

  /** Says which are shown where there are too many; "" where all are. */
  static String choice(int count, String which) {
    return count > MOST ? String.format(Locale.ROOT, "Shown are the %d %s.", MOST, which) : "";
  }

  /**
   * A picture as a {@code data:} URI, each pixel as a square of many: on paper and in readers that
   * smooth what they enlarge, it stays as sharp as it is.
   */
  static String uri(BufferedImage picture) {
    int factor = Math.max(1, (int) Math.ceil((double) SHARP / picture.getWidth()));
    BufferedImage large =
        new BufferedImage(
            factor * picture.getWidth(), factor * picture.getHeight(), picture.getType());
    for (int y = 0; y < large.getHeight(); y++) {
      for (int x = 0; x < large.getWidth(); x++) {
        large
            .getRaster()
            .setDataElements(
                x, y, picture.getRaster().getDataElements(x / factor, y / factor, null));
      }
    }
    return PngImage.dataUri(large);
  }

  private static double strongest(float[] map) {
    double strongest = 0;
    for (float value : map) {
      strongest = Math.max(strongest, Math.abs(value));
    }
    return strongest;
  }
}
