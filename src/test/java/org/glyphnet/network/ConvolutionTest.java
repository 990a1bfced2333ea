package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.GraphOperation;
import org.tensorflow.ndarray.Shape;

class ConvolutionTest {
  private static final String CONV = "Conv2d_Layer1";
  private static final String POOL = "MaxPool_Layer1";

  /** Rows 1 2 3, 4 5 6, 7 8 9. */
  private static final float[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  /** Rows 1 2, 3 4. */
  private static final float[] ONE_TO_FOUR = {1, 2, 3, 4};

  @Test
  void validConvolutionCountsOnlyWholeWindows() {
    // 1*1 + 2*2 + 4*3 + 5*4 = 37, 2*1 + 3*2 + 5*3 + 6*4 = 47, ...
    Map<String, float[]> block = oneToNine(Padding.VALID, 0);

    assertThat(block.get(CONV)).containsExactly(37, 47, 67, 77);
    assertThat(block.get(POOL)).containsExactly(77);
  }

  @Test
  void sameConvolutionWithEvenKernelAddsItsOddZerosAfterTheImage() {
    Map<String, float[]> block = oneToNine(Padding.SAME, 0);

    assertThat(block.get(CONV)).containsExactly(37, 47, 21, 67, 77, 33, 23, 26, 9);
  }

  @Test
  void poolDropsAnOddLastRowAndColumn() {
    assertThat(oneToNine(Padding.SAME, 0).get(POOL)).containsExactly(77);
  }

  @Test
  void biasIsAddedBeforeTheActivation() {
    // 37 - 40 = -3, of which leaky ReLU leaves a fifth.
    assertThat(oneToNine(Padding.VALID, -40).get(CONV))
        .containsExactly(new float[] {-0.6f, 7, 27, 37}, within(1e-6f));
  }

  private static Map<String, float[]> oneToNine(Padding padding, float bias) {
    NetworkSpec spec = NetworkSpec.bookText().withConvolution(2, padding);
    try (LayerBench bench = LayerBench.forInference(Shape.of(-1, 3, 3, 1))) {
      bench.layers().convBlock("Layer1", bench.x(), new ConvSpec.Layer(1, 2, true), spec);
      try (GraphRun run = new GraphRun(bench.graph())) {
        return run.feed(LayerBench.X, Shape.of(1, 3, 3, 1), ONE_TO_NINE)
            .feed(CONV + "/kernel/read", Shape.of(2, 2, 1, 1), ONE_TO_FOUR)
            .feed(CONV + "/bias/read", Shape.of(1), bias)
            .floats(List.of(CONV, POOL));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5, SAME", "5, VALID", "3, SAME", "3, VALID", "4, SAME", "4, VALID", "1, SAME"})
  void convolutionOfSeveralChannelsAgreesWithPlainLoops(int kernelSize, Padding padding) {
    Shape shape = Shape.of(2, 9, 7, 3);
    float[] images = Numbers.uniform(1, Math.toIntExact(shape.size()), -1, 1);
    float[] kernel = Numbers.uniform(2, kernelSize * kernelSize * 3 * 4, -1, 1);
    float[] bias = Numbers.uniform(3, 4, -1, 1);

    Map<String, float[]> block =
        block(
            NetworkSpec.bookText().withConvolution(kernelSize, padding),
            shape,
            images,
            Shape.of(kernelSize, kernelSize, 3, 4),
            kernel,
            bias);

    Volume h =
        ReferenceNetwork.convolution(
            new Volume(2, 9, 7, 3, Numbers.doubles(images)),
            Numbers.doubles(kernel),
            kernelSize,
            4,
            padding);
    double[] expected = ReferenceNetwork.withBias(h.data, Numbers.doubles(bias));
    for (int i = 0; i < expected.length; i++) {
      expected[i] = ReferenceNetwork.activation(Activation.LEAKY_RELU, expected[i]);
    }
    // Sums of up to 75 products below 1 in float32: 75 times half of 2^-23 at most.
    assertThat(Numbers.doubles(block.get(CONV))).containsExactly(expected, within(1e-5));
    assertThat(Numbers.doubles(block.get(POOL)))
        .containsExactly(
            ReferenceNetwork.maxPool(new Volume(2, h.height, h.width, 4, expected)).data,
            within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"LEAKY_RELU", "RELU", "SWISH"})
  void blockIsTheLargestOfItsConvolutionLayersOutputToTheBit(Activation activation) {
    Map<String, float[]> block = oddBlock(activation);

    assertThat(Numbers.doubles(block.get(POOL))).containsExactly(pooled(block.get(CONV)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LEAKY_RELU", "RELU", "SWISH"})
  void blockIsTheLargestOfItsConvolutionLayersOutput(Activation activation) {
    // Not to the bit: the exponential in the processor's vector unit and the one for the elements
    // that do not fill it differ in the last bit, and pooling moves elements from one to the other.
    Map<String, float[]> block = oddBlock(activation);

    double lastBit = Math.ulp(4f);
    assertThat(Numbers.doubles(block.get(POOL)))
        .containsExactly(pooled(block.get(CONV)), within(lastBit));
  }

  private static final int FILTERS = 7;

  /** Height, width and filters are odd: nothing fills the vector units. */
  private static Map<String, float[]> oddBlock(Activation activation) {
    Shape shape = Shape.of(5, 15, 13, 2);
    return block(
        NetworkSpec.bookText().withConvolution(3, Padding.SAME).withActivation(activation),
        shape,
        Numbers.uniform(1, Math.toIntExact(shape.size()), -2, 2),
        Shape.of(3, 3, 2, FILTERS),
        Numbers.uniform(2, 3 * 3 * 2 * FILTERS, -1, 1),
        Numbers.uniform(3, FILTERS, -1, 1));
  }

  private static double[] pooled(float[] unpooled) {
    return ReferenceNetwork.maxPool(new Volume(5, 15, 13, FILTERS, Numbers.doubles(unpooled))).data;
  }

  private static Map<String, float[]> block(
      NetworkSpec spec,
      Shape shape,
      float[] images,
      Shape kernelShape,
      float[] kernel,
      float[] bias) {
    try (LayerBench bench = LayerBench.forInference(shape)) {
      bench
          .layers()
          .convBlock(
              "Layer1", bench.x(), new ConvSpec.Layer(bias.length, spec.kernelSize(), true), spec);
      try (GraphRun run = new GraphRun(bench.graph())) {
        return run.feed(LayerBench.X, shape, images)
            .feed(CONV + "/kernel/read", kernelShape, kernel)
            .feed(CONV + "/bias/read", Shape.of(bias.length), bias)
            .floats(List.of(CONV, POOL));
      }
    }
  }

  @Test
  void poolReadsTheConvolutionWhenTheActivationOnlyRises() {
    assertThat(inputOfThePool(Activation.LEAKY_RELU)).isEqualTo("Conv2D");
  }

  @Test
  void poolReadsTheActivationWhenItFallsSomewhere() {
    assertThat(inputOfThePool(Activation.SWISH)).isEqualTo("Mul");
  }

  /** Type of the operation that the max pool of a block reads. */
  private static String inputOfThePool(Activation activation) {
    try (LayerBench bench = LayerBench.forInference(Shape.of(-1, 8, 8, 1))) {
      bench
          .layers()
          .convBlock(
              "Layer1",
              bench.x(),
              new ConvSpec.Layer(2, 5, true),
              NetworkSpec.bookText().withActivation(activation));
      GraphOperation pool = null;
      var operations = bench.graph().operations();
      while (operations.hasNext()) {
        GraphOperation operation = operations.next();
        if (operation.type().startsWith("MaxPool")) {
          assertThat(pool).as("the only pool").isNull();
          pool = operation;
        }
      }
      assertThat(pool).isNotNull();
      return pool.input(0).op().type();
    }
  }
}
