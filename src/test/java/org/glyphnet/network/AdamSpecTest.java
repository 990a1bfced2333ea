package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamSpecTest {
  @Test
  void bookIsTheBooksOptimiser() {
    assertThat(AdamSpec.book()).isEqualTo(new AdamSpec(0.0002f, 0.5f, 0.999f, 1e-8f));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void learningRateThatIsNotAboveZeroIsRefused(float rate) {
    assertRefused(rate, 0.5f, 0.999f, 1e-8f, "learning rate must be above 0, found " + rate);
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 1, Float.NaN})
  void betasOutsideZeroToOneAreRefused(float beta) {
    assertRefused(0.1f, beta, 0.999f, 1e-8f, "beta1 must be at least 0 and below 1, found " + beta);
    assertRefused(0.1f, 0.5f, beta, 1e-8f, "beta2 must be at least 0 and below 1, found " + beta);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void epsilonThatIsNotAboveZeroIsRefused(float epsilon) {
    assertRefused(0.1f, 0.5f, 0.999f, epsilon, "Adam's epsilon must be above 0, found " + epsilon);
  }

  private static void assertRefused(
      float rate, float beta1, float beta2, float epsilon, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdamSpec(rate, beta1, beta2, epsilon))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewerThreadsThanOneAreRefused(int threads) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionSettings(threads))
        .withMessage("threads must be at least 1, found " + threads);
  }
}
