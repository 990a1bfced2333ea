package org.glyphnet.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** TensorFlow's own convolution. */
final class DirectConvolution<T extends TNumber> implements Convolution<T> {
  private static final List<Long> STRIDES = List.of(1L, 1L, 1L, 1L);

  private final Graph graph;
  private final Class<T> type;
  private final Operand<T> input;
  private final Operand<T> kernel;
  private final Padding padding;
  private final Operand<T> output;

  /**
   * Adds it.
   *
   * @param input {@code [batch, height, width, channels]}
   * @param kernel {@code [kernel size, kernel size, channels, filters]}
   */
  DirectConvolution(Graph graph, Ops inside, Operand<T> input, Operand<T> kernel, Padding padding) {
    this.graph = graph;
    this.type = input.type();
    this.input = input;
    this.kernel = kernel;
    this.padding = padding;
    this.output = inside.nn.conv2d(input, kernel, STRIDES, padding.name());
  }

  @Override
  public Operand<T> output() {
    return output;
  }

  @Override
  public Gradients<T> gradients(Ops inside, Operand<T> outputGradient, boolean toInput) {
    int[] shape = shape();
    Operand<T> toKernel =
        inside.nn.conv2dBackpropFilter(
            input, inside.constant(shape), outputGradient, STRIDES, padding.name());
    return new Gradients<>(
        toKernel, toInput ? Optional.of(inputGradient(inside, outputGradient)) : Optional.empty());
  }

  private Operand<T> inputGradient(Ops inside, Operand<T> outputGradient) {
    if (sameWithOddKernel()) {
      return inside.nn.conv2d(outputGradient, turned(inside), STRIDES, padding.name());
    }
    Output<?>[] found =
        graph.addGradients(
            inside.scope().makeOpName("input"),
            new Output<?>[] {output.asOutput()},
            new Output<?>[] {input.asOutput()},
            new Output<?>[] {outputGradient.asOutput()});
    return found[0].expect(type);
  }

  /**
   * With stride 1, "same" padding and an odd kernel the gradient is itself a "same" convolution, of
   * the upstream gradient with the kernel turned by 180 degrees and its channel axes swapped: each
   * input pixel collects from the outputs that it went into, each with the weight by which it went
   * in. TensorFlow's forward convolution takes half the time of its input gradient (measured: 17 ms
   * against 33 for the book's second layer).
   *
   * <p>Turned by 180 degrees, the kernel's taps come last to first: gathered, they are copied
   * whole, while TensorFlow's reversal goes number by number (measured: 0.20 ms against 1.07).
   */
  private Operand<T> turned(Ops inside) {
    int[] shape = shape();
    int count = shape[0] * shape[1];
    Operand<T> taps =
        inside.reshape(kernel, inside.constant(new int[] {count, shape[2], shape[3]}));
    Operand<TInt32> lastToFirst =
        inside.constant(IntStream.range(0, count).map(tap -> count - 1 - tap).toArray());
    Operand<T> turned = inside.gather(taps, lastToFirst, inside.constant(0));
    Operand<T> swapped = inside.linalg.transpose(turned, inside.constant(new int[] {0, 2, 1}));
    return inside.reshape(
        swapped, inside.constant(new int[] {shape[0], shape[1], shape[3], shape[2]}));
  }

  /**
   * An even kernel's "same" padding is lopsided: turned, it would have to be lopsided the other
   * way.
   */
  private boolean sameWithOddKernel() {
    return padding == Padding.SAME && shape()[0] % 2 == 1;
  }

  private int[] shape() {
    return Arrays.stream(kernel.shape().asArray()).mapToInt(Math::toIntExact).toArray();
  }
}
