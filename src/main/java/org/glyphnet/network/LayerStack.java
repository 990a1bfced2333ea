package org.glyphnet.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The layers one after another, in the book's order and under its names, which are numbered on over
 * convolutions and dense layers: {@code Conv2d_Layer1} ... {@code DenseLayer3} ... {@code
 * LRELU_Layer4}.
 */
final class LayerStack {
  private LayerStack() {}

  /**
   * Adds them.
   *
   * @param image {@code [batch, height, width, channels]}, in [0, 1]
   * @return the scores, {@code [batch, classes]}
   */
  static Operand<TFloat32> scores(NetworkSpec spec, Layers layers, Operand<TFloat32> image) {
    Operand<TFloat32> h =
        spec.input().standardised() ? layers.standardised("Standardise_Image", image) : image;
    int number = 0;
    for (ConvLayer layer : spec.convolutions().layers()) {
      number++;
      h = layers.convBlock("Layer" + number, h, layer, spec);
    }
    h =
        switch (spec.convolutions().pooling()) {
          case FLATTEN -> layers.flatten("Flatten_Layer" + number, h, spec.flatSize());
          case GLOBAL -> layers.globalPool("GlobalPool_Layer" + number, h);
        };
    List<Integer> hidden = spec.dense().units();
    if (hidden.isEmpty()) {
      h = layers.dropout("DropOut_Layer" + number, h, spec.dropout());
    }
    for (int units : hidden) {
      number++;
      h = denseBlock("Layer" + number, layers, h, units, spec);
      h = layers.dropout("DropOut_Layer" + number, h, spec.dropout());
    }
    number++;
    return switch (spec.dense().head()) {
      case BOOK -> denseBlock("Layer" + number, layers, h, spec.classes(), spec);
      case LOGITS -> layers.dense("DenseLayer" + number, h, spec.classes());
    };
  }

  private static Operand<TFloat32> denseBlock(
      String block, Layers layers, Operand<TFloat32> x, int units, NetworkSpec spec) {
    Operand<TFloat32> h = layers.dense("Dense" + block, x, units);
    h = layers.batchNorm("BatchNorm_" + block, h, spec.batchNorm());
    return layers.activation("LRELU_" + block, h, spec.activation());
  }
}
