package org.glyphnet.network;

/**
 * One convolution with stride 1. Immutable.
 *
 * @param filters its outputs a pixel, at least 1
 * @param kernelSize height and width of its kernel, at least 1
 * @param pooled whether the largest of each 2x2 window is taken after it, which halves height and
 *     width and drops an odd last row or column
 */
public record ConvLayer(int filters, int kernelSize, boolean pooled) {
  public ConvLayer {
    Checks.atLeast(1, filters, "filters");
    Checks.atLeast(1, kernelSize, "kernel size");
  }

  /** Height or width after the convolution and its pooling, below 1 if nothing is left. */
  public int sizeAfter(int size, Padding padding) {
    int after = padding.sizeAfter(size, kernelSize);
    return pooled ? Math.floorDiv(after, 2) : after;
  }
}
