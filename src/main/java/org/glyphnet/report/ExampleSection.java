package org.glyphnet.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One image on its way through the network: what each block makes of it, and the answer. */
record ExampleSection(
    PictureTiles.Tile image, List<Probability> probabilities, List<Block> blocks) {
  private static final int MOST_CLASSES = 12;

  /** A class's probability, as a number and as a width in percent. */
  record Probability(String name, String value, String percent) {}

  /**
   * A block's output.
   *
   * @param layer the name of its last layer
   * @param scale the value that has the strongest colour
   */
  record Block(
      String layer, String size, String scale, String choice, List<PictureTiles.Tile> tiles) {}

  static ExampleSection of(Findings findings) {
    Activations way = findings.example();
    List<String> names = findings.dataset().classNames();
    int label = findings.dataset().label(way.image());
    return new ExampleSection(
        new PictureTiles.Tile(
            PictureTiles.uri(DatasetPicture.of(findings.dataset(), way.image())),
            PictureTiles.name(findings.dataset(), way.image()) + ", a " + names.get(label),
            names.get(label),
            PictureTiles.name(findings.dataset(), way.image())),
        likeliest(way.probabilities(), names),
        way.blocks().stream().map(ExampleSection::block).toList());
  }

  /** All classes in their order; of many the likeliest, most likely first. */
  private static List<Probability> likeliest(float[] probabilities, List<String> names) {
    IntStream classes = IntStream.range(0, names.size());
    if (names.size() > MOST_CLASSES) {
      classes =
          classes
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
              .limit(MOST_CLASSES)
              .mapToInt(i -> i);
    }
    return classes
        .mapToObj(
            i ->
                new Probability(
                    names.get(i),
                    Shown.decimal(probabilities[i], 4),
                    Shown.decimal(100 * probabilities[i], 1)))
        .toList();
  }

  private static Block block(Activations.Maps maps) {
    return new Block(
        maps.layer(),
        String.format(Locale.ROOT, "%,d maps of %dx%d", maps.count(), maps.height(), maps.width()),
        Shown.decimal(maps.largest(), 2),
        PictureTiles.choice(maps.count(), "strongest"),
        PictureTiles.maps(maps));
  }
}
