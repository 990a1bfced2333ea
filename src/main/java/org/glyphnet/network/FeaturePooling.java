package org.glyphnet.network;

import java.util.Locale;

/** How what the convolutions found becomes the dense layers' input. */
public enum FeaturePooling {
  /** Every filter at every place: {@code height * width * filters} numbers; the book's. */
  FLATTEN,
  /** Each filter's mean over all places: {@code filters} numbers, whatever the image's size. */
  GLOBAL;

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
