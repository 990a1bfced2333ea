package org.glyphnet.network;

import java.util.List;
import java.util.Locale;

/** Layer sizes that have a name. */
public enum Preset {
  /** 64 and 128 filters, 1,024 units: what the book's text says. */
  BOOK_TEXT(64, 128, 1024),
  /** 1,024 and 128 filters, 64 units: what the book's code wires; about 14 times the arithmetic. */
  BOOK_CODE(1024, 128, 64),
  /** 16 and 32 filters, 128 units: trains in a minute, 0.9 MB of weights. */
  COMPACT(16, 32, 128);

  private final int filters1;
  private final int filters2;
  private final int units;

  Preset(int filters1, int filters2, int units) {
    this.filters1 = filters1;
    this.filters2 = filters2;
    this.units = units;
  }

  /** Filters of the convolutions, first to last. */
  public List<Integer> filters() {
    return List.of(filters1, filters2);
  }

  /** Units of the dense layers before the last. */
  public List<Integer> units() {
    return List.of(units);
  }

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
