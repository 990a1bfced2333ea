package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Reshape;
import org.tensorflow.op.math.Add;
import org.tensorflow.op.math.Mul;
import org.tensorflow.op.math.Sigmoid;
import org.tensorflow.op.math.Softplus;
import org.tensorflow.op.math.Tanh;
import org.tensorflow.op.nn.BiasAdd;
import org.tensorflow.op.nn.Elu;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.op.nn.Relu;
import org.tensorflow.op.nn.Selu;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The layers, one function each: name and input in, output out. The output of a layer is always the
 * tensor {@code <layer's name>:0}; what it needs on the way stands under {@code <layer's name>/}.
 */
final class Layers {
  private final Graph graph;
  private final Ops tf;
  private final GraphVariables variables;
  private final GlorotUniform kernelInitializer;
  private final Mode mode;
  private final Products<?> products;
  private final String prefix;
  private final List<MovingAverage> movingAverages = new ArrayList<>();
  private final List<ConvBlock<?>> convBlocks = new ArrayList<>();
  private final List<DenseProduct<?>> denseProducts = new ArrayList<>();

  Layers(
      Graph graph,
      GraphVariables variables,
      GlorotUniform kernelInitializer,
      Mode mode,
      Precision precision) {
    this(graph, variables, kernelInitializer, mode, precision, "");
  }

  private Layers(
      Graph graph,
      GraphVariables variables,
      GlorotUniform kernelInitializer,
      Mode mode,
      Precision precision,
      String prefix) {
    this.graph = graph;
    this.prefix = prefix;
    this.tf = prefix.isEmpty() ? Ops.create(graph) : Ops.create(graph).withSubScope(prefix);
    this.variables = variables;
    this.kernelInitializer = kernelInitializer;
    this.mode = mode;
    this.products = Products.in(precision);
  }

  /**
   * The same layers over the same variables once more, as the training step computes them: in its
   * precision, and by way of spectra where that is faster. The same functions to rounding, not to
   * the bit, so what is evaluated and saved never passes through them. All names are below that
   * precision's.
   */
  Layers forStep(Mode.Training training, Precision precision) {
    return new Layers(
        graph, variables, kernelInitializer, training, precision, precision.toString());
  }

  /** The convolution blocks, first to last. */
  List<ConvBlock<?>> convBlocks() {
    return List.copyOf(convBlocks);
  }

  /** The matrix products of the dense layers, first to last. */
  List<DenseProduct<?>> denseProducts() {
    return List.copyOf(denseProducts);
  }

  /** The statistics that a training step has to move, in the order of their layers. */
  List<MovingAverage> movingAverages() {
    return List.copyOf(movingAverages);
  }

  /**
   * Convolution with stride 1, bias and activation, then the largest of each 2x2 window; an odd
   * last row or column is dropped: {@code [batch, height, width, channels]} to {@code [batch,
   * height' / 2, width' / 2, filters]}. The two layers are {@code Conv2d_<block>} and {@code
   * MaxPool_<block>}.
   */
  Operand<TFloat32> convBlock(String block, Operand<TFloat32> x, int filters, NetworkSpec spec) {
    return convBlock(products, block, x, filters, spec);
  }

  private <T extends TNumber> Operand<TFloat32> convBlock(
      Products<T> products, String block, Operand<TFloat32> x, int filters, NetworkSpec spec) {
    String convLayer = "Conv2d_" + block;
    String poolLayer = "MaxPool_" + block;
    Ops conv = tf.withSubScope(convLayer);
    Ops pool = tf.withSubScope(poolLayer);
    long channels = x.shape().get(3);
    long window = (long) spec.kernelSize() * spec.kernelSize();
    var kernel =
        variables.add(
            convLayer + "/kernel",
            Shape.of(spec.kernelSize(), spec.kernelSize(), channels, filters),
            TFloat32.class,
            true,
            kernelInitializer.of(window * channels, window * filters));
    var bias = zeros(convLayer + "/bias", filters, true);

    Convolution<T> convolution =
        convolution(conv, products, products.enter(conv, x), kernel.read(), spec.padding());
    Operand<T> h = convolution.output();
    Operand<TFloat32> unpooled =
        activation(
            convLayer, conv.nn.biasAdd(products.leave(conv, h), bias.read()), spec.activation());
    Operand<TFloat32> output;
    if (spec.activation().rising()) {
      // Pool first: the largest of sums with one bias, through a function that never falls, is the
      // sum and the function of the largest. So bias and activation touch a quarter of the
      // elements, and the convolution layer's own output is only computed for whoever fetches it.
      Operand<TFloat32> pooled = products.leave(pool, maxPool(poolLayer + "/MaxPool", h));
      output = activation(poolLayer, pool.nn.biasAdd(pooled, bias.read()), spec.activation());
    } else {
      output = maxPool(poolLayer, unpooled);
    }
    convBlocks.add(new ConvBlock<>(convLayer, products, convolution, kernel, bias, output));
    return output;
  }

  private <T extends TNumber> Convolution<T> convolution(
      Ops inside,
      Products<T> products,
      Operand<T> input,
      Operand<TFloat32> kernelRead,
      Padding padding) {
    Operand<T> kernel = products.enter(inside, kernelRead);
    return mode instanceof Mode.Training
            && SpectralConvolution.pays(input.shape(), kernel.shape(), padding)
        ? new SpectralConvolution<>(inside, products, input, kernel, padding)
        : new DirectConvolution<>(graph, inside, input, kernel, padding);
  }

  private <T extends TNumber> Operand<T> maxPool(String name, Operand<T> x) {
    long[] window = {1, 2, 2, 1};
    // The first version of the operation: unlike MaxPoolV2, oneDNN takes it over, whose gradient
    // remembers where each maximum was (measured: 2.6 ms instead of 27).
    return graph
        .opBuilder("MaxPool", prefix.isEmpty() ? name : prefix + "/" + name, new OpScope(graph))
        .addInput(x.asOutput())
        .setAttr("ksize", window)
        .setAttr("strides", window)
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }

  /** {@code [batch, height, width, channels]} to {@code [batch, height * width * channels]}. */
  Operand<TFloat32> flatten(String layer, Operand<TFloat32> x, int size) {
    Ops inside = tf.withSubScope(layer);
    return Reshape.create(named(layer), x, inside.withName("shape").constant(new int[] {-1, size}));
  }

  /** Matrix product and bias: {@code [batch, inputs]} to {@code [batch, units]}. */
  Operand<TFloat32> dense(String layer, Operand<TFloat32> x, int units) {
    long inputs = x.shape().get(1);
    var kernel =
        variables.add(
            layer + "/kernel",
            Shape.of(inputs, units),
            TFloat32.class,
            true,
            kernelInitializer.of(inputs, units));
    var bias = zeros(layer + "/bias", units, true);
    return BiasAdd.create(named(layer), product(products, layer, x, kernel), bias.read());
  }

  private <T extends TNumber> Operand<TFloat32> product(
      Products<T> products,
      String layer,
      Operand<TFloat32> x,
      GraphVariables.Entry<TFloat32> kernel) {
    Ops inside = tf.withSubScope(layer);
    Operand<T> input = products.enter(inside, x);
    Operand<T> entered = products.enter(inside, kernel.read());
    Operand<T> output = inside.linalg.matMul(input, entered);
    denseProducts.add(new DenseProduct<>(layer, products, input, entered, kernel.name(), output));
    return products.leave(inside, output);
  }

  /**
   * Batch normalisation of {@code [batch, units]}: {@code gamma * (x - mean) / sqrt(variance +
   * epsilon) + beta}, with the batch's mean and (biased) variance in training and their moving
   * averages in inference (Ioffe and Szegedy, 2015, arXiv:1502.03167).
   */
  Operand<TFloat32> batchNorm(String layer, Operand<TFloat32> x, float momentum, float epsilon) {
    Ops inside = tf.withSubScope(layer);
    long units = x.shape().get(1);
    var gamma = ones(layer + "/gamma", units, true);
    var beta = zeros(layer + "/beta", units, true);
    var movingMean = zeros(layer + "/moving_mean", units, false);
    var movingVariance = ones(layer + "/moving_variance", units, false);
    List<Operand<TFloat32>> statistics =
        mode.choose(
            inside,
            List.of(movingMean.read(), movingVariance.read()),
            (training, batch) -> batchStatistics(inside, batch),
            x);
    Operand<TFloat32> mean = statistics.get(0);
    Operand<TFloat32> variance = statistics.get(1);
    if (mode instanceof Mode.Training) {
      movingAverages.add(new MovingAverage(movingMean, mean, momentum));
      movingAverages.add(new MovingAverage(movingVariance, variance, momentum));
    }
    // [units]: one multiplication and one addition an element remain.
    Operand<TFloat32> scale =
        inside.math.mul(
            gamma.read(), inside.math.rsqrt(inside.math.add(variance, inside.constant(epsilon))));
    Operand<TFloat32> offset = inside.math.sub(beta.read(), inside.math.mul(mean, scale));
    return Add.create(named(layer), inside.math.mul(x, scale), offset);
  }

  /** Mean and variance over the batch, {@code [units]} each, of {@code [batch, units]}. */
  private static List<Operand<TFloat32>> batchStatistics(Ops inside, Operand<TFloat32> x) {
    Operand<TInt32> overBatch = inside.withName("batch_axis").constant(0);
    Operand<TFloat32> mean = inside.withName("batch_mean").math.mean(x, overBatch);
    // The variance's gradient through the mean is zero (deviations sum to zero), so it is not
    // computed.
    Operand<TFloat32> variance =
        inside
            .withName("batch_variance")
            .math
            .mean(inside.math.squaredDifference(x, inside.stopGradient(mean)), overBatch);
    return List.of(mean, variance);
  }

  /**
   * Dropout: in training each element is zero with probability {@code rate}, else divided by {@code
   * 1 - rate}, so that its expectation stays (Srivastava et al., 2014, JMLR 15). The random numbers
   * are a function of seed and global step alone: a resumed run draws the same.
   */
  Operand<TFloat32> dropout(String layer, Operand<TFloat32> x, float rate) {
    Ops inside = tf.withSubScope(layer);
    Operand<TFloat32> output = x;
    if (rate > 0) {
      Mode.Branch dropped = (training, live) -> List.of(dropped(inside, training, live, rate));
      output = mode.choose(inside, List.of(x), dropped, x).get(0);
    }
    return Identity.create(named(layer), output);
  }

  private static Operand<TFloat32> dropped(
      Ops inside, Mode.Training training, Operand<TFloat32> x, float rate) {
    Operand<TInt64> key =
        inside
            .withName("key")
            .stack(List.of(inside.constant(training.seed()), training.globalStep()));
    // [batch, units], in [0, 1)
    Operand<TFloat32> random = inside.random.statelessRandomUniform(inside.shape(x), key);
    Operand<TFloat32> kept =
        inside.dtypes.cast(inside.math.greaterEqual(random, inside.constant(rate)), TFloat32.class);
    Operand<TFloat32> mask =
        inside.withName("mask").math.mul(kept, inside.constant(1 / (1 - rate)));
    return inside.math.mul(x, mask);
  }

  /** The activation of each element. */
  Operand<TFloat32> activation(String layer, Operand<TFloat32> x, Activation activation) {
    Scope scope = named(layer);
    return switch (activation) {
      case LEAKY_RELU -> LeakyRelu.create(scope, x, LeakyRelu.alpha(Activation.LEAKY_SLOPE));
      case RELU -> Relu.create(scope, x);
      case ELU -> Elu.create(scope, x);
      case SELU -> Selu.create(scope, x);
      case TANH -> Tanh.create(scope, x);
      case SIGMOID -> Sigmoid.create(scope, x);
      case SOFTPLUS -> Softplus.create(scope, x);
      case SWISH -> Mul.create(scope, x, tf.withName(layer + ".sigmoid").math.sigmoid(x));
    };
  }

  private GraphVariables.Entry<TFloat32> zeros(String name, long size, boolean trainable) {
    return filled(name, size, trainable, 0f);
  }

  private GraphVariables.Entry<TFloat32> ones(String name, long size, boolean trainable) {
    return filled(name, size, trainable, 1f);
  }

  private GraphVariables.Entry<TFloat32> filled(
      String name, long size, boolean trainable, float value) {
    return variables.add(
        name,
        Shape.of(size),
        TFloat32.class,
        trainable,
        (init, shape) -> init.fill(init.constant(shape.asArray()), init.constant(value)));
  }

  /** A scope for the one operation that bears the layer's own name. */
  private Scope named(String layer) {
    // A new scope: the graph's own already counts the name as used, by the layer's sub-scope.
    Scope scope = new OpScope(graph);
    return (prefix.isEmpty() ? scope : scope.withSubScope(prefix)).withName(layer);
  }
}
