package org.glyphnet.network;

import java.util.List;
import java.util.Locale;

/**
 * The part of a network that looks at places: convolutions, one after another. Immutable.
 *
 * @param layers first to last, at least one
 * @param padding what they do at the border
 * @param normalised whether batch normalisation takes the place of each convolution's bias
 * @param pooling how the last one's output goes on to the dense layers
 */
public record ConvSpec(
    List<Layer> layers, Padding padding, boolean normalised, FeaturePooling pooling) {
  public ConvSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one convolution");
    }
  }

  /** Convolutions of one kernel size, each pooled. */
  public static List<Layer> pooled(int kernelSize, List<Integer> filters) {
    return filters.stream().map(count -> new Layer(count, kernelSize, true)).toList();
  }

  /** The same convolutions with kernels of another size. */
  ConvSpec withKernels(int kernelSize, Padding newPadding) {
    return new ConvSpec(
        layers.stream()
            .map(layer -> new Layer(layer.filters(), kernelSize, layer.pooled()))
            .toList(),
        newPadding,
        normalised,
        pooling);
  }

  /** Height or width after the first so many convolutions, below 1 if nothing is left. */
  int sizeAfter(int size, int count) {
    int after = size;
    for (Layer layer : layers.subList(0, count)) {
      after = layer.sizeAfter(after, padding);
    }
    return after;
  }

  /**
   * One convolution with stride 1. Immutable.
   *
   * @param filters its outputs a pixel, at least 1
   * @param kernelSize height and width of its kernel, at least 1
   * @param pooled whether the largest of each 2x2 window is taken after it, which halves height and
   *     width and drops an odd last row or column
   */
  public record Layer(int filters, int kernelSize, boolean pooled) {
    public Layer {
      Checks.atLeast(1, filters, "filters");
      Checks.atLeast(1, kernelSize, "kernel size");
    }

    /** Height or width after the convolution and its pooling, below 1 if nothing is left. */
    public int sizeAfter(int size, Padding padding) {
      int after = padding.sizeAfter(size, kernelSize);
      return pooled ? Math.floorDiv(after, 2) : after;
    }
  }

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
}
