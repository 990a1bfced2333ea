package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class BackwardPassTest {
  private static final int BATCH = 5;

  /** In double: truncation h^2 and rounding 2^-53 / h both stay far below the float32 graph's. */
  private static final double H = 1e-6;

  /**
   * How far a gradient may be off, as a share of its variable's largest element. A gradient of the
   * graph is a chain of float32 sums of up to a thousand products, each off by 2^-24 at most of the
   * largest; measured: 9e-6 at worst.
   */
  private static final double TOLERANCE = 1e-4;

  /**
   * The same, as a share of the largest gradient of all: a bias before batch normalisation has no
   * gradient, its terms cancel; measured: 2e-6 at worst.
   */
  private static final double CANCELLED = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "8, 8, 3, SAME, LEAKY_RELU",
    "7, 9, 2, SAME, LEAKY_RELU",
    "7, 9, 2, SAME, SWISH",
    "9, 7, 3, SAME, LEAKY_RELU",
    "9, 7, 3, SAME, SWISH",
    "9, 7, 5, SAME, LEAKY_RELU",
    "9, 7, 5, SAME, TANH",
    "9, 11, 2, VALID, LEAKY_RELU",
    "9, 11, 2, VALID, TANH",
    "10, 12, 3, VALID, LEAKY_RELU",
    "11, 13, 3, VALID, LEAKY_RELU",
    "11, 13, 3, VALID, SWISH",
    "17, 16, 5, VALID, LEAKY_RELU",
    "17, 16, 5, VALID, SWISH"
  })
  void gradientOfTheCostIsItsSlopeInEveryVariable(
      int height, int width, int kernelSize, Padding padding, Activation activation) {
    NetworkSpec spec =
        Networks.tiny()
            .withImage(height, width, 2)
            .withConvolution(kernelSize, padding)
            .withActivation(activation);
    Batch batch = Batch.of(spec, BATCH, 1);
    Map<String, double[]> values;
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (ConvNet net = Networks.forTraining(spec);
        GraphRun run = new GraphRun(net.graph())) {
      batch.feedTo(run);
      run.feed(TensorNames.IS_TRAINING, true);
      values = Networks.feedVariables(net, run, 1);
      List<String> names = Networks.trainableNames(net);
      Map<String, float[]> found =
          run.floats(names.stream().map(name -> Networks.gradientTensor(net, name)).toList());
      for (String name : names) {
        gradients.put(name, Numbers.doubles(found.get(Networks.gradientTensor(net, name))));
      }
    }

    Map<String, double[]> slopes = new LinkedHashMap<>();
    gradients.keySet().forEach(name -> slopes.put(name, slopes(spec, values, name, batch)));
    double largestOfAll =
        slopes.values().stream().mapToDouble(Numbers::largest).max().orElseThrow();
    slopes.forEach(
        (name, expected) ->
            assertThat(Numbers.largestDifference(gradients.get(name), expected))
                .as(name)
                .isLessThan(TOLERANCE * Numbers.largest(expected) + CANCELLED * largestOfAll));
  }

  /** Central differences of the reference network's cost, one for each element of a variable. */
  private static double[] slopes(
      NetworkSpec spec, Map<String, double[]> values, String name, Batch batch) {
    ReferenceNetwork network = new ReferenceNetwork(spec, values);
    Volume images = batch.volume();
    double[] variable = values.get(name);
    double[] slopes = new double[variable.length];
    for (int i = 0; i < variable.length; i++) {
      double here = variable[i];
      variable[i] = here + H;
      double above = ReferenceNetwork.cost(network.scoresInTraining(images), batch.labels);
      variable[i] = here - H;
      double below = ReferenceNetwork.cost(network.scoresInTraining(images), batch.labels);
      variable[i] = here;
      slopes[i] = (above - below) / (2 * H);
    }
    return slopes;
  }

  @Test
  void gradientOfATieGoesToTheFirstOfTheEqualPixels() {
    // Kernel 0 makes the four outputs equal; the kernel's gradient is the pixel that was chosen.
    NetworkSpec spec = NetworkSpec.bookText().withConvolution(1, Padding.SAME);
    try (LayerBench bench = LayerBench.forInference(Shape.of(1, 2, 2, 1))) {
      Layers layers = bench.layers();
      var block = layers.convBlock("Layer1", bench.x(), new ConvSpec.Layer(1, 1, true), spec);
      var scores = layers.dense("DenseLayer3", layers.flatten("Flatten_Layer2", block, 1), 1);
      Ops tf = Ops.create(bench.graph());
      var gradients =
          BackwardPass.add(bench.graph(), scores, tf.onesLike(scores), layers, bench.variables());
      tf.withName("kernel_gradient")
          .identity(gradients.get(0).getGradient().expect(TFloat32.class));
      try (GraphRun run = new GraphRun(bench.graph())) {
        run.feed(LayerBench.X, Shape.of(1, 2, 2, 1), 3, 5, 7, 11)
            .feed("Conv2d_Layer1/kernel/read", Shape.of(1, 1, 1, 1), 0)
            .feed("Conv2d_Layer1/bias/read", Shape.of(1), 1)
            .feed("DenseLayer3/kernel/read", Shape.of(1, 1), 1)
            .feed("DenseLayer3/bias/read", Shape.of(1), 0);

        assertThat(run.floats("kernel_gradient")).containsExactly(3);
      }
    }
  }
}
