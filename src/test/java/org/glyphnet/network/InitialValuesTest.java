package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class InitialValuesTest {
  private static final List<String> KERNELS =
      List.of(
          "Conv2d_Layer1/kernel",
          "Conv2d_Layer2/kernel",
          "DenseLayer3/kernel",
          "DenseLayer4/kernel");

  private static final long SEED = 5;

  private static Map<String, float[]> fresh;

  @BeforeAll
  static void initialise() {
    fresh = initial(SEED);
  }

  @ParameterizedTest
  @CsvSource({
    // A pixel of the result sees 5 x 5 x 1 inputs; one of the image is seen by 5 x 5 x 16 outputs.
    "Conv2d_Layer1/kernel, 25, 400",
    "Conv2d_Layer2/kernel, 400, 800",
    "DenseLayer3/kernel, 1568, 128",
    "DenseLayer4/kernel, 128, 10"
  })
  void kernelIsUniformWithinGlorotsLimit(String kernel, int fanIn, int fanOut) {
    double limit = Math.sqrt(6.0 / (fanIn + fanOut));
    double[] weights = Numbers.doubles(fresh.get(kernel));
    double size = weights.length;

    // So many draws come as close as this to the limit but for one chance in e^20.
    assertThat(Numbers.largest(weights)).isBetween(limit * (1 - 20 / size), limit * (1 + 1e-6));
    // Variance limit^2 / 3 and fourth moment limit^4 / 5; five standard deviations of each
    // estimate.
    double mean = ReferenceNetwork.mean(weights, 1)[0];
    assertThat(mean).isCloseTo(0, within(5 * limit / Math.sqrt(3 * size)));
    double bound = 5 * limit * limit * Math.sqrt(4 / (45 * size));
    double variance = ReferenceNetwork.variance(weights, 1)[0];
    assertThat(variance).isCloseTo(limit * limit / 3, within(bound));
  }

  @Test
  void sameSeedGivesTheSameWeights() {
    Map<String, float[]> again = initial(SEED);

    KERNELS.forEach(kernel -> assertThat(again.get(kernel)).isEqualTo(fresh.get(kernel)));
  }

  @Test
  void otherSeedGivesOtherWeights() {
    Map<String, float[]> other = initial(SEED + 1);

    KERNELS.forEach(
        kernel -> assertThat(equalPlaces(fresh.get(kernel), other.get(kernel))).isLessThan(3));
  }

  @Test
  void kernelsOfOneShapeHaveTheirOwnNumbers() {
    try (LayerBench bench = LayerBench.forTraining(Shape.of(-1, 20), 5)) {
      bench.layers().dense("DenseA", bench.layers().dense("DenseB", bench.x(), 20), 20);
      try (GraphRun run = new GraphRun(bench.graph())) {
        assertThat(equalPlaces(run.floats("DenseA/kernel"), run.floats("DenseB/kernel")))
            .isLessThan(3);
      }
    }
  }

  /** Float32 has few enough numbers that two draws agree now and then. */
  private static int equalPlaces(float[] left, float[] right) {
    int equal = 0;
    for (int i = 0; i < left.length; i++) {
      if (left[i] == right[i]) {
        equal++;
      }
    }
    return equal;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv2d_Layer1/bias",
        "Conv2d_Layer2/bias",
        "DenseLayer3/bias",
        "DenseLayer4/bias",
        "BatchNorm_Layer3/beta",
        "BatchNorm_Layer4/beta",
        "BatchNorm_Layer3/moving_mean",
        "BatchNorm_Layer4/moving_mean"
      })
  void biasesBetasAndMovingMeansStartAtZero(String name) {
    assertThat(fresh.get(name)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BatchNorm_Layer3/gamma",
        "BatchNorm_Layer4/gamma",
        "BatchNorm_Layer3/moving_variance",
        "BatchNorm_Layer4/moving_variance"
      })
  void gammasAndMovingVariancesStartAtOne(String name) {
    assertThat(fresh.get(name)).containsOnly(1);
  }

  @Test
  void adamsSlotsStartAtZero() {
    List<String> slots = new ArrayList<>();
    try (ConvNet net = Networks.forTraining(Networks.tiny());
        GraphRun run = new GraphRun(net.graph())) {
      for (String name : Networks.trainableNames(net)) {
        slots.addAll(List.of(name + "/Adam", name + "/Adam_1"));
      }
      run.floats(slots).forEach((name, value) -> assertThat(value).as(name).containsOnly(0));
    }
  }

  @Test
  void adamsSlotsHaveTheirVariablesShape() {
    try (ConvNet net = Networks.forTraining(Networks.tiny())) {
      for (String name : Networks.trainableNames(net)) {
        for (String slot : List.of("/Adam", "/Adam_1")) {
          assertThat(net.graph().operation(name + slot).output(0).shape())
              .isEqualTo(net.graph().operation(name).output(0).shape());
        }
      }
    }
  }

  @Test
  void powersOfBetaStartAtBeta() {
    AdamSpec adam = new AdamSpec(0.1f, 0.7f, 0.99f, 1e-8f);
    try (ConvNet net = ConvNet.forTraining(Networks.tiny(), adam, 1);
        GraphRun run = new GraphRun(net.graph())) {
      assertThat(run.scalar("beta1_power")).isEqualTo(0.7f);
      assertThat(run.scalar("beta2_power")).isEqualTo(0.99f);
    }
  }

  /** Variables of a fresh network. */
  private static Map<String, float[]> initial(long seed) {
    NetworkSpec spec = NetworkSpec.of(Preset.COMPACT);
    try (ConvNet net = ConvNet.forTraining(spec, AdamSpec.book(), seed);
        GraphRun run = new GraphRun(net.graph())) {
      return run.floats(Networks.floatVariableNames(net));
    }
  }
}
