package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumTest {
  /** Rounding of the matrices' elements to float32, in sums of up to 450 of them. */
  private static final double ROUNDING = 1e-6;

  @ParameterizedTest
  @CsvSource({
    "14, 14, 5, SAME, 16, 16",
    "13, 15, 5, SAME, 15, 18",
    "7, 7, 4, SAME, 9, 10",
    "7, 6, 1, SAME, 7, 6",
    "12, 12, 5, VALID, 12, 12",
    "12, 11, 5, VALID, 12, 12"
  })
  void isAsLargeAsTheImageAndWhatAKernelReachesBeyondIt(
      int height, int width, int kernelSize, Padding padding, int rows, int columns) {
    assertThat(Spectrum.of(height, width, kernelSize, padding))
        .isEqualTo(new Spectrum(rows, columns));
  }

  @Test
  void refusesAnOddNumberOfColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Spectrum(4, 5))
        .withMessage(
            "a spectrum needs at least one row and an even number of columns, found 4 x 5");
  }

  @Test
  void takesTwoPixelsToTheirOnlyFrequency() {
    // Half a turn in two columns, so a quarter from one pixel to the next: x0 + x1 * exp(-i pi/2)
    // = x0 - i * x1.
    assertThat(Numbers.doubles(new Spectrum(1, 2).ofImage(1, 2)))
        .containsExactly(new double[] {1, 0, 0, -1}, within(ROUNDING));
  }

  @Test
  void takesAKernelToTheMatrixOfAComplexProduct() {
    // Taps before, at and after the pixel, a quarter of a turn apart in one row of two columns
    // (the rows above and below are of no account with a period of one): -i, 1 and i times each.
    float[] matrix = new Spectrum(1, 2).ofKernel(3, Padding.SAME);

    double[] real = {0, 1, 0, 0, 1, 0, 0, 1, 0};
    double[] imaginary = {-1, 0, 1, -1, 0, 1, -1, 0, 1};
    for (int tap = 0; tap < 9; tap++) {
      assertThat(matrix[tap]).isCloseTo((float) real[tap], within(1e-6f));
      assertThat(matrix[9 + tap]).isCloseTo((float) imaginary[tap], within(1e-6f));
      assertThat(matrix[18 + tap]).isEqualTo(-matrix[9 + tap]);
      assertThat(matrix[27 + tap]).isEqualTo(matrix[tap]);
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 16, 14, 14", "9, 10, 7, 8", "15, 18, 13, 15", "1, 2, 1, 2", "4, 4, 4, 4"})
  void transposedMatrixTakesTheSpectrumBackToTheImage(
      int rows, int columns, int height, int width) {
    Spectrum spectrum = new Spectrum(rows, columns);
    float[] matrix = spectrum.ofImage(height, width);
    int pixels = height * width;
    assertThat(matrix).hasSize(2 * spectrum.frequencies() * pixels);
    for (int left = 0; left < pixels; left++) {
      for (int right = 0; right < pixels; right++) {
        double product = 0;
        for (int row = 0; row < 2 * spectrum.frequencies(); row++) {
          product += (double) matrix[row * pixels + left] * matrix[row * pixels + right];
        }
        assertThat(product).isCloseTo(left == right ? 1 : 0, within(ROUNDING));
      }
    }
  }
}
