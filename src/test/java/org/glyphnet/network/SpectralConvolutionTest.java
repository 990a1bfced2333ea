package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The same function as TensorFlow's own convolution, and the same gradients. */
class SpectralConvolutionTest {
  /**
   * How far two results may be apart, as a share of the largest element: float32 sums of up to a
   * thousand products, in another order; measured: 6e-7 at worst.
   */
  private static final double ROUNDING = 5e-6;

  private static final int CHANNELS = 5;
  private static final int FILTERS = 6;

  @ParameterizedTest
  @CsvSource({
    "14, 14, 5, SAME",
    "13, 15, 5, SAME",
    "7, 6, 3, SAME",
    "8, 9, 4, SAME",
    "8, 9, 2, SAME",
    "5, 4, 7, SAME",
    "6, 7, 1, SAME",
    "1, 1, 3, SAME",
    "12, 12, 5, VALID",
    "11, 13, 4, VALID",
    "5, 6, 5, VALID",
    "9, 8, 1, VALID"
  })
  void outputAndGradientsAreTheDirectConvolutions(
      int height, int width, int kernelSize, Padding padding) {
    try (Graph graph = new Graph()) {
      Bench bench = new Bench(graph, height, width, kernelSize, padding);
      try (GraphRun run = new GraphRun(graph)) {
        for (int batch : new int[] {1, 3, 8}) {
          bench.feed(run, batch, Numbers.uniform(batch, bench.pixels(batch), -1, 1));
          Map<String, float[]> found = run.floats(Bench.ALL);
          for (String what : Bench.WHAT) {
            double[] direct = Numbers.doubles(found.get("direct_" + what));
            assertThat(
                    Numbers.largestDifference(
                        Numbers.doubles(found.get("spectral_" + what)), direct))
                .as("%s of a batch of %d", what, batch)
                .isLessThanOrEqualTo(ROUNDING * Numbers.largest(direct));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"14, 14, 5, SAME", "9, 8, 4, SAME", "13, 12, 5, VALID"})
  void isZeroToTheBitWhereTheImageIsBlank(int height, int width, int kernelSize, Padding padding) {
    try (Graph graph = new Graph()) {
      Bench bench = new Bench(graph, height, width, kernelSize, padding);
      try (GraphRun run = new GraphRun(graph)) {
        // A spot at the upper left.
        float[] images = Numbers.uniform(1, bench.pixels(2), -1, 1);
        for (int i = 0; i < images.length; i++) {
          int pixel = i / CHANNELS % (height * width);
          if (pixel / width > 2 || pixel % width > 2) {
            images[i] = 0;
          }
        }
        bench.feed(run, 2, images);
        Map<String, float[]> found = run.floats(List.of("direct_output", "spectral_output"));

        float[] direct = found.get("direct_output");
        float[] spectral = found.get("spectral_output");
        assertThat(direct).contains(0);
        for (int i = 0; i < direct.length; i++) {
          assertThat(spectral[i] == 0).as("element %d", i).isEqualTo(direct[i] == 0);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // 196 x 25 x 64 x 128 = 40.1 million multiplications directly; in 128 frequencies
    // 2 x 128 x 196 x 192 + 4 x 128 x 8,192 = 13.8 million.
    "14, 64, 5, 128, SAME, true",
    "14, 1024, 5, 128, SAME, true",
    // One channel: 784 x 25 x 64 = 1.3 million directly, in 450 frequencies 46 million.
    "28, 1, 5, 64, SAME, false",
    // 2.5 million directly, 2.7 million.
    "14, 16, 5, 32, SAME, false",
    // 49 x 25 x 24 x 24 = 706 thousand directly, in 45 frequencies 315 thousand; twice that is less
    // for 24 channels and more for 20.
    "7, 24, 5, 24, SAME, true",
    "7, 20, 5, 20, SAME, false",
    "14, 64, 1, 128, SAME, false",
    // 450 frequencies; 2,178 would make too large a graph.
    "28, 256, 5, 256, SAME, true",
    "64, 1024, 5, 1024, SAME, false"
  })
  void paysWhereItHalvesTheMultiplicationsOfSmallImages(
      int size, int channels, int kernelSize, int filters, Padding padding, boolean pays) {
    assertThat(
            SpectralConvolution.pays(
                Shape.of(-1, size, size, channels),
                Shape.of(kernelSize, kernelSize, channels, filters),
                padding))
        .isEqualTo(pays);
  }

  @Test
  void gradientOfTheInputIsLeftOutWhereNobodyWantsIt() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 4, 4, 2)));
      Operand<TFloat32> kernel =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3, 3, 2, 2)));
      var convolution = spectral(tf, x, kernel, Padding.SAME);

      assertThat(convolution.gradients(tf, convolution.output(), false).input()).isEmpty();
    }
  }

  private static Convolution<TFloat32> spectral(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel, Padding padding) {
    return new SpectralConvolution<>(tf, Products.float32(), x, kernel, padding);
  }

  /** Both convolutions of the same images with the same kernel, and the gradients of both. */
  private static final class Bench {
    static final List<String> WHAT = List.of("output", "kernel_gradient", "input_gradient");
    static final List<String> ALL =
        List.of("direct_", "spectral_").stream()
            .flatMap(way -> WHAT.stream().map(what -> way + what))
            .toList();

    private final Shape image;
    private final Shape kernel;
    private final Shape output;

    Bench(Graph graph, int height, int width, int kernelSize, Padding padding) {
      image = Shape.of(-1, height, width, CHANNELS);
      kernel = Shape.of(kernelSize, kernelSize, CHANNELS, FILTERS);
      output =
          Shape.of(
              -1,
              padding.sizeAfter(height, kernelSize),
              padding.sizeAfter(width, kernelSize),
              FILTERS);
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x = placeholder(tf, "image", image);
      Operand<TFloat32> k = placeholder(tf, "kernel", kernel);
      Operand<TFloat32> upstream = placeholder(tf, "upstream", output);
      name(tf, "direct_", new DirectConvolution<>(tf, x, k, padding), upstream);
      name(tf, "spectral_", spectral(tf, x, k, padding), upstream);
    }

    private static Operand<TFloat32> placeholder(Ops tf, String name, Shape shape) {
      return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
    }

    private static void name(
        Ops tf, String way, Convolution<TFloat32> convolution, Operand<TFloat32> upstream) {
      var gradients = convolution.gradients(tf, upstream, true);
      tf.withName(way + "output").identity(convolution.output());
      tf.withName(way + "kernel_gradient").identity(gradients.kernel());
      tf.withName(way + "input_gradient").identity(gradients.input().orElseThrow());
    }

    int pixels(int batch) {
      return size(of(batch, image));
    }

    void feed(GraphRun run, int batch, float[] images) {
      Shape upstream = of(batch, output);
      run.feed("image", of(batch, image), images)
          .feed("kernel", kernel, Numbers.uniform(100, size(kernel), -1, 1))
          .feed("upstream", upstream, Numbers.uniform(101, size(upstream), -1, 1));
    }

    private static Shape of(int batch, Shape shape) {
      long[] sizes = shape.asArray();
      sizes[0] = batch;
      return Shape.of(sizes);
    }

    private static int size(Shape shape) {
      return Math.toIntExact(Arrays.stream(shape.asArray()).reduce(1, (a, b) -> a * b));
    }
  }
}
