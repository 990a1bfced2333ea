package org.glyphnet.network;

import java.util.Locale;

/** What a convolution does at the border. */
public enum Padding {
  /** The image is framed with zeros, so that height and width stay as they are. */
  SAME,
  /** Only whole windows count: height and width shrink by {@code kernel size - 1}. */
  VALID;

  /** Height or width after a stride-1 convolution. */
  public int sizeAfter(int size, int kernelSize) {
    return this == SAME ? size : size - kernelSize + 1;
  }

  /** How it is written in options and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
