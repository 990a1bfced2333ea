package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKernelTest {
  private static KnownKernel of(int size, String name) {
    return KnownKernel.ofSize(size).stream()
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** OpenCV, tutorial "Sobel Derivatives", and scikit-image's sobel_h: rows that differ. */
  @Test
  void horizontalSobelOfSize3IsTheTextbooks() {
    assertThat(of(3, "horizontal Sobel").weights()).containsExactly(-1, -2, -1, 0, 0, 0, 1, 2, 1);
    assertThat(of(3, "vertical Sobel").weights()).containsExactly(-1, 0, 1, -2, 0, 2, -1, 0, 1);
  }

  /** OpenCV's getDerivKernels(1, 0, 5): (-1, -2, 0, 2, 1) and (1, 4, 6, 4, 1). */
  @Test
  void verticalSobelOfSize5IsOpenCvs() {
    float[] weights = of(5, "vertical Sobel").weights();

    assertThat(List.of(weights[10], weights[11], weights[12], weights[13], weights[14]))
        .containsExactly(-6f, -12f, 0f, 12f, 6f);
    assertThat(List.of(weights[1], weights[6], weights[11], weights[16], weights[21]))
        .containsExactly(-2f, -8f, -12f, -8f, -2f);
  }

  /** OpenCV's Laplacian with ksize 3 is (2, 0, 2, 0, -8, 0, 2, 0, 2). */
  @Test
  void centreSurroundOfSize3IsMinusOpenCvsLaplacian() {
    assertThat(of(3, "centre-surround").weights()).containsExactly(-2, 0, -2, 0, 8, 0, -2, 0, -2);
  }

  @Test
  void risingDiagonalIsBrightBelowAnEdgeThatRises() {
    float[] weights = of(3, "rising diagonal").weights();

    assertThat(weights[8]).isPositive(); // bottom right
    assertThat(weights[0]).isNegative(); // top left
    assertThat(weights[2]).isZero(); // both ends of the edge itself
    assertThat(weights[6]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 7, 11})
  void noKernelAnswersToAnEvenImage(int size) {
    assertThat(KnownKernel.ofSize(size))
        .isNotEmpty()
        .allSatisfy(
            k -> {
              double sum = 0;
              for (float weight : k.weights()) {
                sum += weight;
              }
              assertThat(k.weights()).hasSize(size * size);
              assertThat(sum).isCloseTo(0, within(1e-9));
            });
  }

  @Test
  void aSinglePixelHasNoDirections() {
    assertThat(KnownKernel.ofSize(1)).isEmpty();
  }

  @Test
  void correlationIsTheCosine() {
    KnownKernel sobel = of(3, "horizontal Sobel");
    float[] turned = sobel.weights().clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] *= -0.25f;
    }

    assertThat(sobel.correlation(sobel.weights())).isCloseTo(1, within(1e-12));
    assertThat(sobel.correlation(turned)).isCloseTo(-1, within(1e-12));
    assertThat(sobel.correlation(of(3, "vertical Sobel").weights())).isZero();
    assertThat(sobel.correlation(new float[9])).isZero();
  }
}
