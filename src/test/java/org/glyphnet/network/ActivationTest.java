package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

class ActivationTest {
  @ParameterizedTest
  @CsvSource({
    "LEAKY_RELU, -0.2, 0, 2",
    "RELU, 0, 0, 2",
    // exp(-1) - 1
    "ELU, -0.63212056, 0, 2",
    // 1.0507010 * 1.6732632 * (exp(-1) - 1) and 1.0507010 * 2
    "SELU, -1.1113307, 0, 2.101402",
    "TANH, -0.7615942, 0, 0.9640276",
    "SIGMOID, 0.26894143, 0.5, 0.880797",
    // log(1 + exp(-1)), log 2, log(1 + exp(2))
    "SOFTPLUS, 0.31326166, 0.6931472, 2.126928",
    // -1 * sigmoid(-1), 2 * sigmoid(2)
    "SWISH, -0.26894143, 0, 1.761594"
  })
  void minusOneZeroAndTwoBecome(Activation activation, float minusOne, float zero, float two) {
    assertThat(apply(activation, -1, 0, 2))
        .containsExactly(new float[] {minusOne, zero, two}, within(5e-7f));
  }

  @ParameterizedTest
  @EnumSource
  void everyElementFollowsTheFormula(Activation activation) {
    float[] x = Numbers.uniform(1, 1001, -8, 8);
    double[] expected = Numbers.doubles(x);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = ReferenceNetwork.activation(activation, expected[i]);
    }

    // Results up to 8.4 with a step of 2^-20 between neighbours in float32.
    assertThat(Numbers.doubles(apply(activation, x))).containsExactly(expected, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
  void activationThatIsSaidToRiseNeverFalls(Activation activation) {
    assertThat(activation.rising()).isTrue();
    double last = Double.NEGATIVE_INFINITY;
    for (int i = -2000; i <= 2000; i++) {
      double y = ReferenceNetwork.activation(activation, i / 200.0);
      assertThat(y).isGreaterThanOrEqualTo(last);
      last = y;
    }
  }

  @Test
  void swishFallsBeforeItRises() {
    assertThat(Activation.SWISH.rising()).isFalse();
    assertThat(ReferenceNetwork.activation(Activation.SWISH, -1))
        .isLessThan(ReferenceNetwork.activation(Activation.SWISH, -3));
  }

  @Test
  void activationIsWrittenInLowerCase() {
    assertThat(Activation.LEAKY_RELU).hasToString("leaky_relu");
  }

  private static float[] apply(Activation activation, float... x) {
    try (LayerBench bench = LayerBench.forInference(Shape.of(-1, 1))) {
      bench.layers().activation("LRELU_Layer3", bench.x(), activation);
      try (GraphRun run = new GraphRun(bench.graph())) {
        return run.feed(LayerBench.X, Shape.of(x.length, 1), x).floats("LRELU_Layer3");
      }
    }
  }
}
