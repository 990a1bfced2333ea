package org.glyphnet.network;

/**
 * The frequencies in which a convolution over small images is a product of numbers: a period of
 * rows and one of columns, wide enough that nothing wraps around onto the image.
 *
 * <p>Row frequencies are whole, {@code u / rows}; column frequencies lie half way between, {@code
 * (v + 1/2) / columns}. So none is its own mirror image: every one of them has a real and an
 * imaginary part, and one half of them says everything about a real image. What wraps around
 * changes its sign, but only zeros do.
 *
 * @param rows period in rows
 * @param columns period in columns, even
 */
record Spectrum(int rows, int columns) {
  Spectrum {
    if (rows < 1 || columns < 2 || columns % 2 != 0) {
      throw new IllegalArgumentException(
          "a spectrum needs at least one row and an even number of columns, found "
              + rows
              + " x "
              + columns);
    }
  }

  /**
   * The smallest one for stride-1 convolutions of such images: from "same" padding, a kernel
   * reaches half its size beyond the border.
   */
  static Spectrum of(int height, int width, int kernelSize, Padding padding) {
    int beyond = padding == Padding.SAME ? kernelSize / 2 : 0;
    int columns = width + beyond;
    return new Spectrum(height + beyond, columns + columns % 2);
  }

  /** How many frequencies there are. */
  int frequencies() {
    return rows * columns / 2;
  }

  /**
   * The matrix that takes the pixels of an image to its spectrum: {@code [frequencies * 2, height *
   * width]}, row by row, the row of a frequency's real part before that of its imaginary part. Its
   * columns are orthonormal, so the transposed matrix takes a spectrum back to pixels.
   */
  float[] ofImage(int height, int width) {
    int pixels = height * width;
    // Half of the frequencies carry the whole of the energy (Parseval's theorem).
    double scale = Math.sqrt(1.0 / frequencies());
    float[] matrix = new float[frequencies() * 2 * pixels];
    for (int frequency = 0; frequency < frequencies(); frequency++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        double angle = angle(frequency, pixel / width, pixel % width);
        matrix[2 * frequency * pixels + pixel] = (float) (scale * Math.cos(angle));
        matrix[(2 * frequency + 1) * pixels + pixel] = (float) (-scale * Math.sin(angle));
      }
    }
    return matrix;
  }

  /**
   * The matrix that takes the taps of a kernel to what it multiplies an image's spectrum by: {@code
   * [frequencies * 2 * 2, size * size]}, row by row. A frequency's four rows are the 2 x 2 matrix
   * that multiplies a row of real and imaginary part by a complex number {@code a + ib}: {@code a,
   * b, -b, a}.
   */
  float[] ofKernel(int size, Padding padding) {
    int taps = size * size;
    // Where the kernel's first tap lies, seen from the pixel that the sum is for.
    int first = padding == Padding.SAME ? -((size - 1) / 2) : 0;
    float[] matrix = new float[frequencies() * 4 * taps];
    for (int frequency = 0; frequency < frequencies(); frequency++) {
      for (int tap = 0; tap < taps; tap++) {
        // Not turned, as a mathematician's convolution has it: hence the conjugate.
        double angle = angle(frequency, tap / size + first, tap % size + first);
        float real = (float) Math.cos(angle);
        float imaginary = (float) Math.sin(angle);
        int row = 4 * frequency;
        matrix[row * taps + tap] = real;
        matrix[(row + 1) * taps + tap] = imaginary;
        matrix[(row + 2) * taps + tap] = -imaginary;
        matrix[(row + 3) * taps + tap] = real;
      }
    }
    return matrix;
  }

  private double angle(int frequency, int row, int column) {
    int u = frequency / (columns / 2);
    int v = frequency % (columns / 2);
    return 2 * Math.PI * ((double) u * row / rows + (v + 0.5) * column / columns);
  }
}
