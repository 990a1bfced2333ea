package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The convolution blocks of {@link Layers}. */
final class ConvLayers {
  private final LayerScope scope;
  private final BatchNormLayers batchNorms;
  private final List<ConvBlock<?>> blocks = new ArrayList<>();

  ConvLayers(LayerScope scope, BatchNormLayers batchNorms) {
    this.scope = scope;
    this.batchNorms = batchNorms;
  }

  /** The blocks so far, first to last. */
  List<ConvBlock<?>> blocks() {
    return List.copyOf(blocks);
  }

  /** See {@link Layers#convBlock}. */
  Operand<TFloat32> add(String block, Operand<TFloat32> x, ConvSpec.Layer layer, NetworkSpec spec) {
    return spec.convolutions().normalised()
        ? normalised(convolved(scope.products(), block, x, layer, spec))
        : biased(scope.products(), block, x, layer, spec);
  }

  /**
   * A block that lacks its normalisation and all that follows.
   *
   * @param output of the convolution and its pooling, {@code [batch, height', width', filters]}
   */
  record Unnormalised<T extends TNumber>(
      String block,
      ConvSpec.Layer layer,
      NetworkSpec spec,
      Products<T> products,
      Bare<T> bare,
      Operand<TFloat32> output) {}

  /** The convolution of a block that is to be normalised. */
  Unnormalised<?> convolved(
      String block, Operand<TFloat32> x, ConvSpec.Layer layer, NetworkSpec spec) {
    return convolved(scope.products(), block, x, layer, spec);
  }

  private <T extends TNumber> Unnormalised<T> convolved(
      Products<T> products,
      String block,
      Operand<TFloat32> x,
      ConvSpec.Layer layer,
      NetworkSpec spec) {
    String name = "Conv2d_" + block;
    Bare<T> bare = convolution(products, name, x, kernel(name, x, layer), spec);
    Operand<T> output = bare.convolution().output();
    Ops inside = bare.inside();
    if (layer.pooled()) {
      // Before the normalisation, which then has a quarter of the elements to pass over.
      String poolLayer = poolLayer(block);
      output = maxPool(poolLayer + "/MaxPool", output);
      inside = scope.inside(poolLayer);
    }
    return new Unnormalised<>(block, layer, spec, products, bare, products.leave(inside, output));
  }

  private GraphVariables.Entry<TFloat32> kernel(
      String name, Operand<TFloat32> x, ConvSpec.Layer layer) {
    long channels = x.shape().get(3);
    int size = layer.kernelSize();
    long window = (long) size * size;
    return scope.kernel(
        name,
        window * channels,
        window * layer.filters(),
        Shape.of(size, size, channels, layer.filters()));
  }

  private <T extends TNumber> Bare<T> convolution(
      Products<T> products,
      String name,
      Operand<TFloat32> x,
      GraphVariables.Entry<TFloat32> variable,
      NetworkSpec spec) {
    Ops inside = scope.inside(name);
    Operand<T> input = products.enter(inside, x);
    Operand<T> kernel = products.enter(inside, variable.read());
    Convolution<T> convolution =
        scope.mode() instanceof Mode.Training
                && SpectralConvolution.pays(input.shape(), kernel.shape(), spec.padding())
            ? new SpectralConvolution<>(inside, products, input, kernel, spec.padding())
            : new DirectConvolution<>(inside, input, kernel, spec.padding());
    return new Bare<>(inside, variable, convolution);
  }

  /** A convolution without bias, and the scope of its layer. */
  record Bare<T extends TNumber>(
      Ops inside, GraphVariables.Entry<TFloat32> kernel, Convolution<T> convolution) {}

  /** Bias, activation and pooling, as the book has them. */
  private <T extends TNumber> Operand<TFloat32> biased(
      Products<T> products,
      String block,
      Operand<TFloat32> x,
      ConvSpec.Layer layer,
      NetworkSpec spec) {
    String name = "Conv2d_" + block;
    var kernel = kernel(name, x, layer);
    var bias = scope.zeros(name + "/bias", layer.filters());
    Bare<T> bare = convolution(products, name, x, kernel, spec);
    Operand<T> h = bare.convolution().output();
    Ops inside = bare.inside();
    Operand<TFloat32> unpooled =
        Activations.add(
            scope,
            name,
            inside.nn.biasAdd(products.leave(inside, h), bias.read()),
            spec.activation());
    Operand<TFloat32> output = unpooled;
    if (layer.pooled() && spec.activation().rising()) {
      // Pool first: the largest of sums with one bias, through a function that never falls, is the
      // sum and the function of the largest. So bias and activation touch a quarter of the
      // elements, and the convolution layer's own output is only computed for whoever fetches it.
      String poolLayer = poolLayer(block);
      Ops pool = scope.inside(poolLayer);
      Operand<TFloat32> pooled = products.leave(pool, maxPool(poolLayer + "/MaxPool", h));
      output =
          Activations.add(
              scope, poolLayer, pool.nn.biasAdd(pooled, bias.read()), spec.activation());
    } else if (layer.pooled()) {
      output = maxPool(poolLayer(block), unpooled);
    }
    blocks.add(new ConvBlock<>(name, products, bare.convolution(), kernel, List.of(bias), output));
    return output;
  }

  /** Pooling, batch normalisation and activation; a bias would be subtracted again. */
  private Operand<TFloat32> normalised(Unnormalised<?> block) {
    return normalised(block, batchNorms.add(norm(block), block.output(), block.spec().batchNorm()));
  }

  /** The same by statistics that come from elsewhere. */
  Operand<TFloat32> normalised(Unnormalised<?> block, BatchNormLayers.Statistics statistics) {
    return normalised(
        block, batchNorms.add(norm(block), block.output(), block.spec().batchNorm(), statistics));
  }

  private static String poolLayer(String block) {
    return "MaxPool_" + block;
  }

  private static String norm(Unnormalised<?> block) {
    return "BatchNorm_" + block.block();
  }

  private <T extends TNumber> Operand<TFloat32> normalised(
      Unnormalised<T> convolved, BatchNormLayers.Normalised norm) {
    String block = convolved.block();
    NetworkSpec spec = convolved.spec();
    Bare<T> bare = convolved.bare();
    String name = "Conv2d_" + block;
    Operand<TFloat32> output;
    if (convolved.layer().pooled()) {
      output = Activations.add(scope, poolLayer(block), norm.output(), spec.activation());
      // What the layer finds at every place is only computed for whoever fetches it.
      Ops inside = bare.inside();
      Operand<TFloat32> everywhere =
          norm.of(inside, convolved.products().leave(inside, bare.convolution().output()));
      Activations.add(scope, name, everywhere, spec.activation());
    } else {
      output = Activations.add(scope, name, norm.output(), spec.activation());
    }
    blocks.add(
        new ConvBlock<>(
            name,
            convolved.products(),
            bare.convolution(),
            bare.kernel(),
            List.of(norm.gamma(), norm.beta()),
            output));
    return output;
  }

  private <T extends TNumber> Operand<T> maxPool(String name, Operand<T> x) {
    long[] window = {1, 2, 2, 1};
    // The first version of the operation: unlike MaxPoolV2, oneDNN takes it over, whose gradient
    // remembers where each maximum was (measured: 2.6 ms instead of 27).
    return scope
        .graph()
        .opBuilder("MaxPool", scope.fullName(name), new OpScope(scope.graph()))
        .addInput(x.asOutput())
        .setAttr("ksize", window)
        .setAttr("strides", window)
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }
}
