package org.glyphnet.network;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * A convolution as a product of spectra (the convolution theorem): images and kernel are taken to
 * their frequencies, each frequency is a small matrix product over the channels, and its result is
 * taken back. Not a shortcut that only nearly holds: it is the same sum, in another order, and its
 * gradients are the transposed steps.
 *
 * <p>On small images with many channels that is less arithmetic. The book's second layer multiplies
 * 40.1 million times an image directly, and 13.8 million times this way: 9.6 million for the
 * transforms, which are matrix products as well, and 4.2 million for the channels (measured:
 * forward and backward 60 ms a batch instead of 118).
 */
final class SpectralConvolution<T extends TNumber> implements Convolution<T> {
  /** How many multiplications it has to save to be faster: it moves more memory. */
  private static final int WORTHWHILE = 2;

  /**
   * Every frequency is three operations in the graph, and each a row pair of the matrices that are
   * saved with it: up to images of about 30 x 30 they stay below 4 MB.
   */
  private static final int MOST_FREQUENCIES = 512;

  private static final MatMul.Options FIRST_TRANSPOSED = MatMul.transposeA(true);
  private static final MatMul.Options SECOND_TRANSPOSED = MatMul.transposeB(true);

  private final Spectrum spectrum;
  private final int kernelSize;
  private final int channels;
  private final int filters;
  private final ImageTransform<T> in;
  private final ImageTransform<T> out;

  private final KernelTransform<T> kernels;

  /** For each frequency {@code [batch, 2 * channels]}: real parts, then imaginary parts. */
  private final List<Operand<T>> input;

  /** For each frequency {@code [2 * channels, 2 * filters]}. */
  private final List<Operand<T>> kernel;

  private final Operand<T> output;

  /**
   * Adds it.
   *
   * @param input {@code [batch, height, width, channels]}
   * @param kernel {@code [kernel size, kernel size, channels, filters]}
   */
  SpectralConvolution(
      Ops inside, Products<T> products, Operand<T> input, Operand<T> kernel, Padding padding) {
    int height = size(input, 1);
    int width = size(input, 2);
    kernelSize = size(kernel, 0);
    spectrum = Spectrum.of(height, width, kernelSize, padding);
    channels = size(kernel, 2);
    filters = size(kernel, 3);
    in = new ImageTransform<>(inside, products, spectrum, height, width);
    out =
        padding == Padding.SAME
            ? in
            : new ImageTransform<>(
                inside,
                products,
                spectrum,
                padding.sizeAfter(height, kernelSize),
                padding.sizeAfter(width, kernelSize));
    kernels =
        new KernelTransform<>(inside, products, spectrum, padding, kernelSize, channels, filters);
    this.input = in.toFrequencies(inside, input);
    this.kernel = kernels.toFrequencies(inside, kernel);
    Operand<T> pixels =
        out.toPixels(
            inside,
            each(i -> inside.linalg.matMul(this.input.get(i), this.kernel.get(i))),
            filters);
    output = inside.math.mul(pixels, notBlank(inside, input, padding));
  }

  /**
   * Whether it is faster than a direct convolution, at a bearable size of the graph.
   *
   * @param input {@code [batch, height, width, channels]}
   * @param kernel {@code [kernel size, kernel size, channels, filters]}
   */
  static boolean pays(Shape input, Shape kernel, Padding padding) {
    int height = Math.toIntExact(input.get(1));
    int width = Math.toIntExact(input.get(2));
    int kernelSize = Math.toIntExact(kernel.get(0));
    long pixels = (long) height * width;
    long pixelsAfter =
        (long) padding.sizeAfter(height, kernelSize) * padding.sizeAfter(width, kernelSize);
    long channels = kernel.get(2);
    long filters = kernel.get(3);
    long frequencies = Spectrum.of(height, width, kernelSize, padding).frequencies();
    long transforms = 2 * frequencies * (pixels * channels + pixelsAfter * filters);
    // Of complex numbers: four multiplications each.
    long products = 4 * frequencies * channels * filters;
    long direct = pixelsAfter * kernelSize * kernelSize * channels * filters;
    return frequencies <= MOST_FREQUENCIES && WORTHWHILE * (transforms + products) <= direct;
  }

  @Override
  public Operand<T> output() {
    return output;
  }

  @Override
  public Gradients<T> gradients(Ops inside, Operand<T> outputGradient, boolean toInput) {
    List<Operand<T>> upstream = out.toFrequencies(inside, outputGradient);
    Operand<T> toKernel =
        kernels.toTaps(
            inside,
            each(i -> inside.linalg.matMul(input.get(i), upstream.get(i), FIRST_TRANSPOSED)));
    if (!toInput) {
      return new Gradients<>(toKernel, Optional.empty());
    }
    return new Gradients<>(
        toKernel,
        Optional.of(
            in.toPixels(
                inside,
                each(i -> inside.linalg.matMul(upstream.get(i), kernel.get(i), SECOND_TRANSPOSED)),
                channels)));
  }

  /**
   * 1 where a kernel's window has anything but zeros, else 0: {@code [batch, height', width', 1]}.
   * There the sum is zero to the bit when it is taken directly, while a spectrum leaves rounding,
   * whose sign would choose the activation's slope: before the first step, when all biases are
   * zero, that is wherever the image is blank.
   */
  private Operand<T> notBlank(Ops inside, Operand<T> input, Padding padding) {
    Operand<T> largest = inside.max(inside.math.abs(input), inside.constant(3), Max.keepDims(true));
    Operand<TInt32> window = inside.constant(new int[] {1, kernelSize, kernelSize, 1});
    Operand<TInt32> strides = inside.constant(new int[] {1, 1, 1, 1});
    Operand<T> reached = inside.nn.maxPool(largest, window, strides, padding.name());
    return inside.math.sign(reached);
  }

  private List<Operand<T>> each(IntFunction<Operand<T>> product) {
    return IntStream.range(0, spectrum.frequencies()).mapToObj(product).toList();
  }

  private static int size(Operand<?> x, int axis) {
    return Math.toIntExact(x.shape().get(axis));
  }
}
