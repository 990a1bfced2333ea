package org.glyphnet.data;

import java.util.Locale;

/** How a picture of another shape is brought to a network's. */
public enum ImageFit {
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
