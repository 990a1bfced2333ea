package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Reshape;
import org.tensorflow.op.math.Div;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.BiasAdd;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The layers, one function each: name and input in, output out. The output of a layer is always the
 * tensor {@code <layer's name>:0}; what it needs on the way stands under {@code <layer's name>/}.
 */
final class Layers {
  private final LayerScope scope;
  private final BatchNormLayers batchNorms;
  private final BatchNormLayers convolutionNorms;
  private final ConvLayers convolutions;
  private final boolean frozenConvolutions;
  private final List<DenseProduct<?>> denseProducts = new ArrayList<>();

  private Layers(LayerScope scope, LayerScope ofConvolutions) {
    this.scope = scope;
    this.batchNorms = new BatchNormLayers(scope);
    this.convolutionNorms = new BatchNormLayers(ofConvolutions);
    this.convolutions = new ConvLayers(ofConvolutions, convolutionNorms);
    this.frozenConvolutions = ofConvolutions.fitting() == LayerScope.Fitting.FROZEN;
  }

  /**
   * Layers at a place.
   *
   * @param frozenConvolutions whether the convolutions and what normalises them stay as they are
   */
  static Layers of(LayerScope scope, boolean frozenConvolutions) {
    return new Layers(scope, frozenConvolutions ? scope.frozen() : scope);
  }

  /** Layers at a place, all of them to be fitted. */
  Layers(LayerScope scope) {
    this(scope, scope);
  }

  /** Whether the convolutions stay as they are. */
  boolean frozenConvolutions() {
    return frozenConvolutions;
  }

  /** The convolution blocks, first to last. */
  List<ConvBlock<?>> convBlocks() {
    return convolutions.blocks();
  }

  /** The matrix products of the dense layers, first to last. */
  List<DenseProduct<?>> denseProducts() {
    return List.copyOf(denseProducts);
  }

  /** The statistics that a training step has to move, in the order of their layers. */
  List<MovingAverage> movingAverages() {
    return Stream.of(convolutionNorms, batchNorms)
        .flatMap(norms -> norms.movingAverages().stream())
        .toList();
  }

  /**
   * Each channel less its mean over the training images, divided by its standard deviation there:
   * {@code [batch, height, width, channels]}. Both are variables, 0 and 1 until they are set.
   */
  Operand<TFloat32> standardised(String layer, Operand<TFloat32> x) {
    long channels = x.shape().get(3);
    var mean = scope.statistic(layer + "/mean", channels, 0);
    var deviation = scope.statistic(layer + "/deviation", channels, 1);
    Ops inside = scope.inside(layer);
    return Div.create(scope.named(layer), inside.math.sub(x, mean.read()), deviation.read());
  }

  /**
   * Convolution with stride 1, bias or batch normalisation, activation, and where the layer is
   * pooled the largest of each 2x2 window; an odd last row or column is dropped: {@code [batch,
   * height, width, channels]} to {@code [batch, height' / 2, width' / 2, filters]}. The layers are
   * {@code Conv2d_<block>}, {@code BatchNorm_<block>} and {@code MaxPool_<block>}.
   */
  Operand<TFloat32> convBlock(
      String block, Operand<TFloat32> x, ConvSpec.Layer layer, NetworkSpec spec) {
    return convolutions.add(block, x, layer, spec);
  }

  /** The convolution alone of a block that is to be normalised. */
  ConvLayers.Unnormalised<?> convolution(
      String block, Operand<TFloat32> x, ConvSpec.Layer layer, NetworkSpec spec) {
    return convolutions.convolved(block, x, layer, spec);
  }

  /** The rest of that block: the same as {@link #convBlock}, but by statistics from elsewhere. */
  Operand<TFloat32> normalised(
      ConvLayers.Unnormalised<?> block, BatchNormLayers.Statistics statistics) {
    return convolutions.normalised(block, statistics);
  }

  /** {@code [batch, height, width, channels]} to {@code [batch, height * width * channels]}. */
  Operand<TFloat32> flatten(String layer, Operand<TFloat32> x, int size) {
    Ops inside = scope.inside(layer);
    return Reshape.create(
        scope.named(layer), x, inside.withName("shape").constant(new int[] {-1, size}));
  }

  /**
   * The mean over all places: {@code [batch, height, width, channels]} to {@code [batch,
   * channels]}.
   */
  Operand<TFloat32> globalPool(String layer, Operand<TFloat32> x) {
    Ops inside = scope.inside(layer);
    return Mean.create(scope.named(layer), x, inside.withName("places").constant(new int[] {1, 2}));
  }

  /**
   * Matrix product and bias: {@code [batch, inputs]} to {@code [batch, units]}, of all units or
   * those that are these layers' share.
   */
  Operand<TFloat32> dense(String layer, Operand<TFloat32> x, int allUnits) {
    long inputs = x.shape().get(1);
    int units = scope.share().count(allUnits);
    var kernel = scope.kernel(layer, inputs, units, Shape.of(inputs, units));
    var bias = scope.zeros(layer + "/bias", units);
    return BiasAdd.create(
        scope.named(layer), product(scope.products(), layer, x, kernel), bias.read());
  }

  private <T extends TNumber> Operand<TFloat32> product(
      Products<T> products,
      String layer,
      Operand<TFloat32> x,
      GraphVariables.Entry<TFloat32> kernel) {
    Ops inside = scope.inside(layer);
    Operand<T> input = products.enter(inside, x);
    Operand<T> entered = products.enter(inside, kernel.read());
    Operand<T> output = inside.linalg.matMul(input, entered);
    denseProducts.add(new DenseProduct<>(layer, products, input, entered, kernel.name(), output));
    return products.leave(inside, output);
  }

  /**
   * Batch normalisation over all axes but the last: {@code gamma * (x - mean) / sqrt(variance +
   * epsilon) + beta}, with the batch's mean and (biased) variance in training and their moving
   * averages in inference (Ioffe and Szegedy, 2015, arXiv:1502.03167).
   */
  Operand<TFloat32> batchNorm(String layer, Operand<TFloat32> x, BatchNormSpec spec) {
    return batchNorms.add(layer, x, spec).output();
  }

  /**
   * Dropout: in training each element is zero with probability {@code rate}, else divided by {@code
   * 1 - rate}, so that its expectation stays (Srivastava et al., 2014, JMLR 15). The random numbers
   * are a function of seed, layer and global step alone: a resumed run draws the same, and so do
   * several places that share the layer's units.
   *
   * @param index which of the network's dropouts this is, from 0
   * @param allUnits of the layer, of which {@code x} has all or a share
   */
  Operand<TFloat32> dropout(
      String layer, int index, Operand<TFloat32> x, int allUnits, float rate) {
    Ops inside = scope.inside(layer);
    Operand<TFloat32> output = x;
    if (rate > 0) {
      Mode.Branch dropped =
          (training, live) ->
              List.of(
                  inside.math.mul(
                      live,
                      kept(inside, random(inside, training.ofLayer(index), live, allUnits), rate)));
      output = scope.mode().choose(inside, List.of(x), dropped, x).get(0);
    }
    return Identity.create(scope.named(layer), output);
  }

  /** A number in [0, 1) for each element of {@code x}, {@code [batch, units]}. */
  private Operand<TFloat32> random(
      Ops inside, Mode.Training training, Operand<TFloat32> x, int allUnits) {
    Operand<TInt64> key =
        inside
            .withName("key")
            .stack(List.of(inside.constant(training.seed()), training.globalStep()));
    UnitShare share = scope.share();
    if (!share.isPart()) {
      return inside.random.statelessRandomUniform(inside.shape(x), key);
    }
    // Drawn for the whole layer, and this share's columns taken of it: they are the same ones.
    Operand<TInt32> batch =
        inside.slice(
            inside.shape(x), inside.constant(new int[] {0}), inside.constant(new int[] {1}));
    Operand<TInt32> whole =
        inside.concat(List.of(batch, inside.constant(new int[] {allUnits})), inside.constant(0));
    Operand<TFloat32> ofLayer = inside.random.statelessRandomUniform(whole, key);
    return inside.slice(
        ofLayer,
        inside.constant(new int[] {0, share.from(allUnits)}),
        inside.constant(new int[] {-1, share.count(allUnits)}));
  }

  /** The factor of each element: 0, or 1 divided by the share of those that are kept. */
  private static Operand<TFloat32> kept(Ops inside, Operand<TFloat32> random, float rate) {
    Operand<TFloat32> kept =
        inside.dtypes.cast(inside.math.greaterEqual(random, inside.constant(rate)), TFloat32.class);
    return inside.withName("mask").math.mul(kept, inside.constant(1 / (1 - rate)));
  }

  /** The activation of each element. */
  Operand<TFloat32> activation(String layer, Operand<TFloat32> x, Activation activation) {
    return Activations.add(scope, layer, x, activation);
  }
}
