package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One image on its way through the network: what each block makes of it, and the answer. */
record ExampleSection(
    PictureTiles.Tile image, List<Probability> probabilities, List<Block> blocks) {
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
            "Test image " + way.image() + ", a " + names.get(label),
            names.get(label),
            "image " + way.image()),
        IntStream.range(0, names.size())
            .mapToObj(
                i ->
                    new Probability(
                        names.get(i),
                        Shown.decimal(way.probabilities()[i], 4),
                        Shown.decimal(100 * way.probabilities()[i], 1)))
            .toList(),
        way.blocks().stream().map(ExampleSection::block).toList());
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
