package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Scope;
import org.tensorflow.op.math.Mul;
import org.tensorflow.op.math.Sigmoid;
import org.tensorflow.op.math.Softplus;
import org.tensorflow.op.math.Tanh;
import org.tensorflow.op.nn.Elu;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.op.nn.Relu;
import org.tensorflow.op.nn.Selu;
import org.tensorflow.types.TFloat32;

/** The activations as operations. */
final class Activations {
  private Activations() {}

  /** The activation of each element, in an operation that bears the layer's name. */
  static Operand<TFloat32> add(
      LayerScope layers, String layer, Operand<TFloat32> x, Activation activation) {
    Scope scope = layers.named(layer);
    return switch (activation) {
      case LEAKY_RELU -> LeakyRelu.create(scope, x, LeakyRelu.alpha(Activation.LEAKY_SLOPE));
      case RELU -> Relu.create(scope, x);
      case ELU -> Elu.create(scope, x);
      case SELU -> Selu.create(scope, x);
      case TANH -> Tanh.create(scope, x);
      case SIGMOID -> Sigmoid.create(scope, x);
      case SOFTPLUS -> Softplus.create(scope, x);
      case SWISH -> Mul.create(scope, x, layers.ops().withName(layer + ".sigmoid").math.sigmoid(x));
    };
  }
}
