package org.glyphnet.network;

import java.util.Locale;

/** What follows the last matrix product. */
public enum Head {
  /** Batch normalisation and activation, as after every other dense layer; the book's. */
  BOOK,
  /** Nothing: the scores are the product and its bias, so a probability can come close to 1. */
  LOGITS;

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
