package org.glyphnet.benchmark;

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
    int height1 = spec.padding().sizeAfter(spec.height(), spec.kernelSize());
    int width1 = spec.padding().sizeAfter(spec.width(), spec.kernelSize());
    int height2 = spec.padding().sizeAfter(height1 / 2, spec.kernelSize());
    int width2 = spec.padding().sizeAfter(width1 / 2, spec.kernelSize());
    double window = (double) spec.kernelSize() * spec.kernelSize();
    double products =
        height1 * width1 * window * spec.channels() * spec.filters1()
            + height2 * width2 * window * spec.filters1() * spec.filters2()
            + (double) spec.flatSize() * spec.units()
            + (double) spec.units() * spec.classes();
    return 2 * products;
  }

  /** Of a training step, for one image. */
  static double training(NetworkSpec spec) {
    return PASSES * inference(spec);
  }
}
