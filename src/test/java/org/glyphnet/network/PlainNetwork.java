package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The network in training as one would write it down first: convolution, bias, activation, pooling
 * in the book's order, and all gradients from {@code Graph.addGradients} in one go. What the fast
 * graph is held against. Owns its graph.
 */
final class PlainNetwork implements AutoCloseable {
  private final Graph graph = new Graph();
  private final GraphVariables variables = new GraphVariables(graph, true);
  private final Ops tf = Ops.create(graph);

  PlainNetwork(NetworkSpec spec) {
    Placeholder<TInt64> label =
        tf.withName(TensorNames.LABEL)
            .placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    Operand<TFloat32> scores = scores(spec);
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> crossEntropy =
        SparseSoftmaxCrossEntropyWithLogits.create(tf.scope(), scores, label);
    Operand<TFloat32> batch = tf.dtypes.cast(tf.size(label), TFloat32.class);
    addGradients(scores, tf.math.div(crossEntropy.backprop(), batch));
  }

  Graph graph() {
    return graph;
  }

  /** The tensor that is the gradient of a variable. */
  static String gradientTensor(String variable) {
    return "gradient_of_" + variable.replace('/', '_');
  }

  private Operand<TFloat32> scores(NetworkSpec spec) {
    Layers layers =
        Layers.of(
            new LayerScope(
                graph,
                variables,
                new GlorotUniform(1),
                new Mode.Training(tf.constant(0L), 1),
                Products.float32(),
                "",
                UnitShare.WHOLE),
            false);
    Operand<TFloat32> h =
        tf.withName(TensorNames.IMAGE)
            .placeholder(
                TFloat32.class,
                Placeholder.shape(
                    Shape.of(Shape.UNKNOWN_SIZE, spec.height(), spec.width(), spec.channels())));
    if (spec.input().standardised()) {
      h = layers.standardised("Standardise_Image", h);
    }
    int number = 0;
    for (ConvSpec.Layer layer : spec.convolutions().layers()) {
      h = convBlock(layers, "Layer" + ++number, h, layer, spec);
    }
    h =
        spec.convolutions().pooling() == ConvSpec.FeaturePooling.GLOBAL
            ? tf.math.mean(h, tf.constant(new int[] {1, 2}))
            : layers.flatten("Flatten", h, spec.flatSize());
    for (int units : spec.dense().units()) {
      h = denseBlock(layers, "Layer" + ++number, h, units, spec);
    }
    String last = "Layer" + ++number;
    return spec.dense().head() == DenseSpec.Head.BOOK
        ? denseBlock(layers, last, h, spec.classes(), spec)
        : layers.dense("Dense" + last, h, spec.classes());
  }

  private static Operand<TFloat32> denseBlock(
      Layers layers, String block, Operand<TFloat32> x, int units, NetworkSpec spec) {
    Operand<TFloat32> h = layers.dense("Dense" + block, x, units);
    h = layers.batchNorm("BatchNorm_" + block, h, spec.batchNorm());
    return layers.activation("LRELU_" + block, h, spec.activation());
  }

  private Operand<TFloat32> convBlock(
      Layers layers, String block, Operand<TFloat32> x, ConvSpec.Layer layer, NetworkSpec spec) {
    String name = "Conv2d_" + block;
    var kernel =
        zeros(
            name + "/kernel",
            Shape.of(layer.kernelSize(), layer.kernelSize(), x.shape().get(3), layer.filters()));
    Operand<TFloat32> h =
        tf.nn.conv2d(x, kernel.read(), List.of(1L, 1L, 1L, 1L), spec.padding().name());
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    if (spec.convolutions().normalised()) {
      h = layer.pooled() ? tf.nn.maxPool(h, window, window, "VALID") : h;
      h = layers.batchNorm("BatchNorm_" + block, h, spec.batchNorm());
      return layers.activation(name, h, spec.activation());
    }
    h = tf.nn.biasAdd(h, zeros(name + "/bias", Shape.of(layer.filters())).read());
    h = layers.activation(name, h, spec.activation());
    return layer.pooled() ? tf.nn.maxPool(h, window, window, "VALID") : h;
  }

  private GraphVariables.Entry<TFloat32> zeros(String name, Shape shape) {
    return variables.add(
        name,
        shape,
        TFloat32.class,
        true,
        (init, size) -> init.zeros(init.constant(size.asArray()), TFloat32.class));
  }

  private void addGradients(Operand<TFloat32> scores, Operand<TFloat32> upstream) {
    List<Output<?>> wanted = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : variables.all()) {
      if (variable.trainable()) {
        wanted.add(variable.ref().asOutput());
        names.add(variable.name());
      }
    }
    Output<?>[] gradients =
        graph.addGradients(
            "gradients",
            new Output<?>[] {scores.asOutput()},
            wanted.toArray(new Output<?>[0]),
            new Output<?>[] {upstream.asOutput()});
    for (int i = 0; i < gradients.length; i++) {
      tf.withName(gradientTensor(names.get(i))).identity(gradients[i].expect(TFloat32.class));
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
