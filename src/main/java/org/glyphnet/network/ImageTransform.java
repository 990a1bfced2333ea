package org.glyphnet.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TNumber;

/**
 * Takes images of one size to their spectra and back, all channels of a batch in one matrix
 * product.
 *
 * @param <T> what it computes in
 */
final class ImageTransform<T extends TNumber> {
  private final int frequencies;
  private final int height;
  private final int width;

  /** {@code [frequencies * 2, height * width]}. */
  private final Operand<T> matrix;

  ImageTransform(Ops inside, Products<T> products, Spectrum spectrum, int height, int width) {
    this.frequencies = spectrum.frequencies();
    this.height = height;
    this.width = width;
    this.matrix =
        products.enter(
            inside,
            inside.constant(
                Shape.of(2L * frequencies, (long) height * width),
                DataBuffers.of(spectrum.ofImage(height, width))));
  }

  /**
   * {@code [batch, height, width, channels]} to {@code [batch, 2 * channels]} for each frequency:
   * real parts, then imaginary parts.
   */
  List<Operand<T>> toFrequencies(Ops inside, Operand<T> images) {
    int channels = Math.toIntExact(images.shape().get(3));
    Operand<T> pixels =
        swapped(inside, reshape(inside, images, -1, height * width, channels), 1, 0, 2);
    Operand<T> parts = inside.linalg.matMul(matrix, reshape(inside, pixels, height * width, -1));
    Operand<T> spectra =
        swapped(inside, reshape(inside, parts, frequencies, 2, -1, channels), 0, 2, 1, 3);
    return inside
        .unstack(reshape(inside, spectra, frequencies, -1, 2 * channels), (long) frequencies)
        .output()
        .stream()
        .<Operand<T>>map(output -> output)
        .toList();
  }

  /** The transpose of {@link #toFrequencies}, which is also its inverse. */
  Operand<T> toPixels(Ops inside, List<Operand<T>> spectra, int channels) {
    Operand<T> parts =
        swapped(
            inside,
            reshape(inside, inside.stack(spectra), frequencies, -1, 2, channels),
            0,
            2,
            1,
            3);
    Operand<T> pixels =
        inside.linalg.matMul(
            matrix, reshape(inside, parts, 2 * frequencies, -1), MatMul.transposeA(true));
    Operand<T> images =
        swapped(inside, reshape(inside, pixels, height * width, -1, channels), 1, 0, 2);
    return reshape(inside, images, -1, height, width, channels);
  }

  static <T extends TNumber> Operand<T> reshape(Ops inside, Operand<T> x, int... shape) {
    return inside.reshape(x, inside.constant(shape));
  }

  static <T extends TNumber> Operand<T> swapped(Ops inside, Operand<T> x, int... axes) {
    return inside.linalg.transpose(x, inside.constant(axes));
  }
}
