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
        new Layers(
            graph,
            variables,
            new GlorotUniform(1),
            new Mode.Training(tf.constant(0L), 1),
            Precision.FLOAT32);
    Operand<TFloat32> h =
        tf.withName(TensorNames.IMAGE)
            .placeholder(
                TFloat32.class,
                Placeholder.shape(
                    Shape.of(Shape.UNKNOWN_SIZE, spec.height(), spec.width(), spec.channels())));
    h = convBlock(layers, "Conv2d_Layer1", h, spec.filters1(), spec);
    h = convBlock(layers, "Conv2d_Layer2", h, spec.filters2(), spec);
    h = layers.flatten("Flatten_Layer2", h, spec.flatSize());
    h = layers.dense("DenseLayer3", h, spec.units());
    h = layers.batchNorm("BatchNorm_Layer3", h, spec.bnMomentum(), spec.bnEpsilon());
    h = layers.activation("LRELU_Layer3", h, spec.activation());
    h = layers.dense("DenseLayer4", h, spec.classes());
    h = layers.batchNorm("BatchNorm_Layer4", h, spec.bnMomentum(), spec.bnEpsilon());
    return layers.activation("LRELU_Layer4", h, spec.activation());
  }

  private Operand<TFloat32> convBlock(
      Layers layers, String name, Operand<TFloat32> x, int filters, NetworkSpec spec) {
    var kernel =
        variables.add(
            name + "/kernel",
            Shape.of(spec.kernelSize(), spec.kernelSize(), x.shape().get(3), filters),
            TFloat32.class,
            true,
            (init, shape) -> init.zeros(init.constant(shape.asArray()), TFloat32.class));
    var bias =
        variables.add(
            name + "/bias",
            Shape.of(filters),
            TFloat32.class,
            true,
            (init, shape) -> init.zeros(init.constant(shape.asArray()), TFloat32.class));
    Operand<TFloat32> h =
        tf.nn.conv2d(x, kernel.read(), List.of(1L, 1L, 1L, 1L), spec.padding().name());
    h = layers.activation(name, tf.nn.biasAdd(h, bias.read()), spec.activation());
    Operand<TInt32> window = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(h, window, window, "VALID");
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
