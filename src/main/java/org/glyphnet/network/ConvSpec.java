package org.glyphnet.network;

import java.util.List;

/**
 * The part of a network that looks at places: convolutions, one after another. Immutable.
 *
 * @param layers first to last, at least one
 * @param padding what they do at the border
 * @param normalised whether batch normalisation takes the place of each convolution's bias
 * @param pooling how the last one's output goes on to the dense layers
 */
public record ConvSpec(
    List<ConvLayer> layers, Padding padding, boolean normalised, FeaturePooling pooling) {
  public ConvSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one convolution");
    }
  }

  /** Convolutions of one kernel size, each pooled. */
  public static List<ConvLayer> pooled(int kernelSize, List<Integer> filters) {
    return filters.stream().map(count -> new ConvLayer(count, kernelSize, true)).toList();
  }

  /** The same convolutions with kernels of another size. */
  ConvSpec withKernels(int kernelSize, Padding newPadding) {
    return new ConvSpec(
        layers.stream()
            .map(layer -> new ConvLayer(layer.filters(), kernelSize, layer.pooled()))
            .toList(),
        newPadding,
        normalised,
        pooling);
  }

  /** Height or width after the first so many convolutions, below 1 if nothing is left. */
  int sizeAfter(int size, int count) {
    int after = size;
    for (ConvLayer layer : layers.subList(0, count)) {
      after = layer.sizeAfter(after, padding);
    }
    return after;
  }
}
