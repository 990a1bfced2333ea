package org.glyphnet.benchmark;

import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.NetworkSpec;

/**
 * Floating-point operations of the network, as they are usually counted: two for each
 * multiply-and-add of a convolution or dense layer, nothing for the rest.
 */
final class Flops {
  /** A training step goes through each product forward, for its input and for its weights. */
  private static final int PASSES = 3;

  private Flops() {}

  /** Of inference, for one image. */
  static double inference(NetworkSpec spec) {
    int height = spec.height();
    int width = spec.width();
    double channels = spec.channels();
    double products = 0;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      int convHeight = spec.padding().sizeAfter(height, layer.kernelSize());
      int convWidth = spec.padding().sizeAfter(width, layer.kernelSize());
      double window = (double) layer.kernelSize() * layer.kernelSize();
      products += convHeight * convWidth * window * channels * layer.filters();
      height = layer.sizeAfter(height, spec.padding());
      width = layer.sizeAfter(width, spec.padding());
      channels = layer.filters();
    }
    double inputs = spec.flatSize();
    for (int units : spec.dense().units()) {
      products += inputs * units;
      inputs = units;
    }
    products += inputs * spec.classes();
    return 2 * products;
  }

  /** Of a training step, for one image. */
  static double training(NetworkSpec spec) {
    return PASSES * inference(spec);
  }
}
