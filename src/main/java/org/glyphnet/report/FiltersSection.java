package org.glyphnet.report;

import java.util.List;
import java.util.Locale;

/**
 * The first layer's filters as pictures.
 *
 * @param shape number and size in words
 * @param scale the weight that has the strongest colour
 * @param gradient the colours as a background for a style sheet
 * @param choice says which are shown where not all are
 */
record FiltersSection(
    String shape, String scale, String gradient, String choice, List<PictureTiles.Tile> tiles) {
  static FiltersSection of(FilterBank bank) {
    return new FiltersSection(
        String.format(
            Locale.ROOT,
            "%,d filters of %dx%dx%d",
            bank.filters(),
            bank.height(),
            bank.width(),
            bank.channels()),
        Shown.decimal(bank.largest(), 3),
        SignedColours.cssGradient(),
        PictureTiles.choice(bank.filters(), "closest"),
        PictureTiles.filters(bank));
  }
}
