package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TNumber;

/**
 * The matrix product of a dense layer, and its gradients.
 *
 * @param layer name of the layer
 * @param products what it computes in
 * @param input {@code [batch, inputs]}
 * @param kernel {@code [inputs, units]}
 * @param kernelName the kernel's variable
 * @param output without bias, {@code [batch, units]}
 * @param <T> the product's type
 */
record DenseProduct<T extends TNumber>(
    String layer,
    Products<T> products,
    Operand<T> input,
    Operand<T> kernel,
    String kernelName,
    Operand<T> output) {
  /**
   * Gradient with respect to the kernel, {@code [inputs, units]}.
   *
   * @param outputGradient {@code [batch, units]}
   */
  Operand<T> kernelGradient(Ops inside, Operand<T> outputGradient) {
    return inside.linalg.matMul(input, outputGradient, MatMul.transposeA(true));
  }

  /**
   * Gradient with respect to the input, {@code [batch, inputs]}: {@code g K' = (K g')'}. TensorFlow
   * writes the left side, and reads the transposed kernel at half the speed of the forward product;
   * on the right side it is read as it lies, and what is transposed is small (measured at 6272 x
   * 1024: 9.5 ms instead of 17.7, and beside the kernel's gradient 17.5 instead of 32).
   *
   * @param outputGradient {@code [batch, units]}
   */
  Operand<T> inputGradient(Ops inside, Operand<T> outputGradient) {
    int units = Math.toIntExact(output.shape().get(1));
    // Transposed with a third axis: TensorFlow would merge a plain transpose into the product, and
    // the product would be slow again.
    Operand<T> flat = inside.reshape(outputGradient, inside.constant(new int[] {-1, units, 1}));
    Operand<T> turned = inside.linalg.transpose(flat, inside.constant(new int[] {1, 0, 2}));
    Operand<T> transposed =
        inside.linalg.matMul(
            kernel, inside.reshape(turned, inside.constant(new int[] {units, -1})));
    return inside.linalg.transpose(transposed, inside.constant(new int[] {1, 0}));
  }
}
