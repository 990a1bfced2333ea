package org.glyphnet.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TNumber;

/**
 * Takes a kernel to what it multiplies the spectra of images by, and a gradient of that back.
 *
 * @param <T> what it computes in
 */
final class KernelTransform<T extends TNumber> {
  private static final MatMul.Options FIRST_TRANSPOSED = MatMul.transposeA(true);

  private final int frequencies;
  private final int kernelSize;
  private final int channels;
  private final int filters;

  /** {@code [frequencies * 2 * 2, kernel size * kernel size]}. */
  private final Operand<T> matrix;

  KernelTransform(
      Ops inside,
      Products<T> products,
      Spectrum spectrum,
      Padding padding,
      int kernelSize,
      int channels,
      int filters) {
    this.frequencies = spectrum.frequencies();
    this.kernelSize = kernelSize;
    this.channels = channels;
    this.filters = filters;
    this.matrix =
        products.enter(
            inside,
            inside.constant(
                Shape.of(4L * frequencies, (long) kernelSize * kernelSize),
                DataBuffers.of(spectrum.ofKernel(kernelSize, padding))));
  }

  /**
   * {@code [kernel size, kernel size, channels, filters]} to {@code [2 * channels, 2 * filters]}
   * for each frequency.
   */
  List<Operand<T>> toFrequencies(Ops inside, Operand<T> kernel) {
    Operand<T> rows =
        inside.linalg.matMul(
            matrix, reshape(inside, kernel, kernelSize * kernelSize, channels * filters));
    Operand<T> blocks =
        swapped(inside, reshape(inside, rows, frequencies, 2, 2, channels, filters));
    return inside
        .unstack(
            reshape(inside, blocks, frequencies, 2 * channels, 2 * filters), (long) frequencies)
        .output()
        .stream()
        .<Operand<T>>map(output -> output)
        .toList();
  }

  /** The transpose of {@link #toFrequencies}. */
  Operand<T> toTaps(Ops inside, List<Operand<T>> spectra) {
    Operand<T> rows =
        swapped(
            inside, reshape(inside, inside.stack(spectra), frequencies, 2, channels, 2, filters));
    Operand<T> taps =
        inside.linalg.matMul(
            matrix, reshape(inside, rows, 4 * frequencies, channels * filters), FIRST_TRANSPOSED);
    return reshape(inside, taps, kernelSize, kernelSize, channels, filters);
  }

  private static <T extends TNumber> Operand<T> reshape(Ops inside, Operand<T> x, int... shape) {
    return ImageTransform.reshape(inside, x, shape);
  }

  /** The two axes in the middle. */
  private static <T extends TNumber> Operand<T> swapped(Ops inside, Operand<T> x) {
    return ImageTransform.swapped(inside, x, 0, 1, 3, 2, 4);
  }
}
