package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Counted by hand from the layers' sizes. */
class ArithmeticTest {
  private static final NetworkSpec BOOK = NetworkSpec.bookText();

  private static final double FIRST = 2.0 * 28 * 28 * 25 * 64;
  private static final double SECOND = 2.0 * 14 * 14 * 25 * 64 * 128;
  private static final double DENSE = 2.0 * (7 * 7 * 128 * 1024 + 1024 * 10);

  @Test
  void inferenceIsDefinedByTheLayers() {
    Arithmetic few = Arithmetic.ofInference(BOOK, false);

    assertThat(few.defined()).isEqualTo(FIRST + SECOND + DENSE);
    assertThat(few.done()).isEqualTo(few.defined());
  }

  @Test
  void manyImagesTakeTheSecondConvolutionBySpectra() {
    Arithmetic many = Arithmetic.ofInference(BOOK, true);

    // 16 rows and 16 columns, half of them; 2 x 2 numbers a frequency for transform and product.
    double frequencies = 128;
    double transforms = 2 * frequencies * 2 * 14 * 14 * (64 + 128);
    double products = 2 * 4 * frequencies * 64 * 128;
    assertThat(many.defined()).isEqualTo(FIRST + SECOND + DENSE);
    assertThat(many.done()).isEqualTo(FIRST + transforms + products + DENSE);
    assertThat(many.done()).isLessThan(many.defined() / 2);
  }

  @Test
  void aStepGoesThreeTimesThroughEachProductButNotToTheImages() {
    NetworkSpec small = BOOK.withSizes(4, 6, 10);
    double first = 2.0 * 28 * 28 * 25 * 4;
    double second = 2.0 * 14 * 14 * 25 * 4 * 6;
    double dense = 2.0 * (7 * 7 * 6 * 10 + 10 * 10);

    Arithmetic step = Arithmetic.ofTraining(small, 128);

    assertThat(step.defined()).isEqualTo(3 * (first + second + dense));
    assertThat(step.done()).isEqualTo(2 * first + 3 * (second + dense));
  }
}
