package org.glyphnet.network;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution with stride 1 in the graph, and the way in which its gradients are written.
 *
 * @param <T> what it computes in
 */
interface Convolution<T extends TNumber> {
  /** {@code [batch, height', width', filters]}. */
  Operand<T> output();

  /**
   * Adds the gradients of the cost.
   *
   * @param inside the scope for what they need
   * @param outputGradient of the cost with respect to the output, in the output's shape
   * @param toInput whether the gradient with respect to the input is wanted too
   */
  Gradients<T> gradients(Ops inside, Operand<T> outputGradient, boolean toInput);

  /**
   * The cost's gradients.
   *
   * @param kernel {@code [kernel size, kernel size, channels, filters]}
   * @param input {@code [batch, height, width, channels]}, if it was wanted
   * @param <T> what they are computed in
   */
  record Gradients<T extends TNumber>(Operand<T> kernel, Optional<Operand<T>> input) {}
}
