package org.glyphnet.network;

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
    Operand<TFloat32> h = features(spec, layers, image);
    for (int i = 0; i < spec.dense().units().size(); i++) {
      h = hidden(spec, layers, i, h);
    }
    return head(spec, layers, h);
  }

  /**
   * The convolutions and what brings their result into the dense layers' form.
   *
   * @return {@code [batch, flat size]}
   */
  static Operand<TFloat32> features(NetworkSpec spec, Layers layers, Operand<TFloat32> image) {
    Operand<TFloat32> h = standardised(spec, layers, image);
    int number = 0;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      number++;
      h = layers.convBlock("Layer" + number, h, layer, spec);
    }
    return flat(spec, layers, h);
  }

  /** What the first convolution sees, in the image's shape. */
  static Operand<TFloat32> standardised(NetworkSpec spec, Layers layers, Operand<TFloat32> image) {
    return spec.input().standardised() ? layers.standardised("Standardise_Image", image) : image;
  }

  /** The last convolution block's output in the dense layers' form. */
  static Operand<TFloat32> flat(NetworkSpec spec, Layers layers, Operand<TFloat32> h) {
    int number = spec.convolutions().layers().size();
    return switch (spec.convolutions().pooling()) {
      case FLATTEN -> layers.flatten("Flatten_Layer" + number, h, spec.flatSize());
      case GLOBAL -> layers.globalPool("GlobalPool_Layer" + number, h);
    };
  }

  /**
   * One hidden dense layer with what follows it.
   *
   * @param index which one, from 0
   * @param x {@code [batch, inputs]}
   * @return {@code [batch, units]}, of all units or the layers' share
   */
  static Operand<TFloat32> hidden(NetworkSpec spec, Layers layers, int index, Operand<TFloat32> x) {
    int number = spec.convolutions().layers().size() + 1 + index;
    int units = spec.dense().units().get(index);
    Operand<TFloat32> h = denseBlock("Layer" + number, layers, x, units, spec);
    return layers.dropout("DropOut_Layer" + number, index, h, units, spec.dropout());
  }

  /**
   * The last dense layer.
   *
   * @param x {@code [batch, inputs]}
   * @return {@code [batch, classes]}
   */
  static Operand<TFloat32> head(NetworkSpec spec, Layers layers, Operand<TFloat32> x) {
    int number = spec.depth();
    Operand<TFloat32> h = x;
    if (spec.dense().units().isEmpty()) {
      h = layers.dropout("DropOut_Layer" + (number - 1), 0, h, spec.flatSize(), spec.dropout());
    }
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
