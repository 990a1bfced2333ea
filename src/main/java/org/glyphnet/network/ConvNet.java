package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The network as a graph: its layers (see {@link LayerStack}), the ends by which it is fed and read
 * (see {@link TensorNames}), and for training the step that moves it.
 *
 * <p>Owns its graph; {@link #close} frees it, after every session on it was closed.
 */
public final class ConvNet implements AutoCloseable {
  private final NetworkSpec spec;
  private final Graph graph;
  private final GraphVariables variables;

  private ConvNet(NetworkSpec spec, Graph graph, GraphVariables variables) {
    this.spec = spec;
    this.graph = graph;
    this.variables = variables;
  }

  /**
   * The whole network: inference, cost, accuracy and the training step.
   *
   * @param seed what initial weights and dropout are drawn from
   */
  public static ConvNet forTraining(NetworkSpec spec, AdamSpec adam, long seed) {
    return forTraining(spec, adam, seed, Precision.FLOAT32);
  }

  /**
   * The whole network, with a training step in another precision. Inference, cost and accuracy are
   * in float32 and so are all variables: whatever the step computes in, what is evaluated, saved
   * and restored is the same.
   *
   * @param seed what initial weights and dropout are drawn from
   * @param precision what the training step's products compute in
   */
  public static ConvNet forTraining(
      NetworkSpec spec, AdamSpec adam, long seed, Precision precision) {
    return build(
        spec,
        true,
        net -> {
          Ops tf = Ops.create(net.graph);
          Placeholder<TInt64> label =
              tf.withName(TensorNames.LABEL)
                  .placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
          Placeholder<TBool> isTraining =
              tf.withName(TensorNames.IS_TRAINING)
                  .placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
          var globalStep =
              net.variables.add(
                  TensorNames.GLOBAL_STEP,
                  Shape.scalar(),
                  TInt64.class,
                  false,
                  (init, shape) -> init.constant(0L));
          Mode.Training training = new Mode.Training(globalStep.read(), seed);
          Layers layers =
              new Layers(
                  net.graph,
                  net.variables,
                  new GlorotUniform(seed),
                  new Mode.Either(isTraining, training),
                  Precision.FLOAT32);
          Operand<TFloat32> image = net.image();
          Operand<TFloat32> scores = LayerStack.scores(spec, layers, image);
          cost(net.graph, TensorNames.COST, scores, label);
          net.accuracy(net.answers(scores), label);

          Layers ofStep = layers.forStep(training, precision);
          Operand<TFloat32> stepScores = LayerStack.scores(spec, ofStep, image);
          Cost cost = cost(net.graph, precision + "_" + TensorNames.COST, stepScores, label);
          tf.withName(TensorNames.STEP_COST).identity(cost.mean());
          Operand<TFloat32> gradient =
              cost.scoresGradient(tf.withSubScope(TensorNames.STEP_COST), label);
          net.trainStep(adam, stepScores, gradient, ofStep, globalStep);
        });
  }

  /**
   * Inference only, with the same variables by name and the same arithmetic: no labels, gradients
   * or initialisers.
   */
  public static ConvNet forServing(NetworkSpec spec) {
    return forServing(spec, Precision.FLOAT32);
  }

  /** The same in another precision. */
  public static ConvNet forServing(NetworkSpec spec, Precision precision) {
    return build(
        spec,
        false,
        net -> {
          Layers layers =
              new Layers(
                  net.graph, net.variables, new GlorotUniform(0), new Mode.Inference(), precision);
          net.answers(LayerStack.scores(spec, layers, net.image()));
        });
  }

  /** What it was built from. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The graph; it belongs to this object. */
  public Graph graph() {
    return graph;
  }

  /** Its variables, in the order of the layers. */
  public List<GraphVariables.Entry<?>> variables() {
    return variables.all();
  }

  @Override
  public void close() {
    graph.close();
  }

  private interface Parts {
    void addTo(ConvNet net);
  }

  private static ConvNet build(NetworkSpec spec, boolean initialised, Parts parts) {
    Graph graph = new Graph();
    try {
      ConvNet net = new ConvNet(spec, graph, new GraphVariables(graph, initialised));
      parts.addTo(net);
      return net;
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private Operand<TFloat32> image() {
    return Ops.create(graph)
        .withName(TensorNames.IMAGE)
        .placeholder(
            TFloat32.class,
            Placeholder.shape(
                Shape.of(Shape.UNKNOWN_SIZE, spec.height(), spec.width(), spec.channels())));
  }

  /** What is read from the scores: their aliases, probabilities and the predicted class. */
  private Operand<TInt64> answers(Operand<TFloat32> scores) {
    alias(TensorNames.SCORES, scores);
    if (scores.asOutput().op().name().equals(TensorNames.BOOK_SCORES)) {
      alias(TensorNames.BOOK_SCORES_ALIAS, scores);
    }
    Ops tf = Ops.create(graph);
    tf.withName(TensorNames.PROBABILITIES).nn.softmax(scores);
    return tf.withName(TensorNames.PREDICTION)
        .math
        .argMax(scores, tf.withName("class_axis").constant(1), TInt64.class);
  }

  private void alias(String name, Operand<TFloat32> scores) {
    graph.opBuilder(Identity.OP_NAME, name, new OpScope(graph)).addInput(scores.asOutput()).build();
  }

  /**
   * A cost.
   *
   * @param mean over the batch, scalar
   * @param crossEntropy of each image
   */
  record Cost(Operand<TFloat32> mean, SparseSoftmaxCrossEntropyWithLogits<TFloat32> crossEntropy) {
    /**
     * The gradient of the mean with respect to the scores, {@code [batch, classes]}: each image's
     * own gradient, divided by their number.
     */
    Operand<TFloat32> scoresGradient(Ops inside, Operand<TInt64> label) {
      Operand<TFloat32> batch = inside.dtypes.cast(inside.size(label), TFloat32.class);
      return inside.withName("scores_gradient").math.div(crossEntropy.backprop(), batch);
    }
  }

  /** Adds the mean softmax cross-entropy under a name. */
  static Cost cost(Graph graph, String name, Operand<TFloat32> scores, Operand<TInt64> label) {
    Ops inside = Ops.create(graph).withSubScope(name);
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> crossEntropy =
        SparseSoftmaxCrossEntropyWithLogits.create(inside.scope(), scores, label);
    Operand<TFloat32> mean =
        Mean.create(
            new OpScope(graph).withName(name),
            crossEntropy.loss(),
            inside.withName("axis").constant(0));
    return new Cost(mean, crossEntropy);
  }

  private void accuracy(Operand<TInt64> prediction, Operand<TInt64> label) {
    Ops inside = Ops.create(graph).withSubScope(TensorNames.ACCURACY);
    Operand<TFloat32> right =
        inside.dtypes.cast(inside.math.equal(prediction, label), TFloat32.class);
    Mean.create(
        new OpScope(graph).withName(TensorNames.ACCURACY),
        right,
        inside.withName("axis").constant(0));
  }

  private void trainStep(
      AdamSpec adam,
      Operand<TFloat32> scores,
      Operand<TFloat32> scoresGradient,
      Layers layers,
      GraphVariables.Entry<TInt64> globalStep) {
    var gradients = BackwardPass.add(graph, scores, scoresGradient, layers, variables);
    List<Op> updates = new ArrayList<>();
    updates.add(new AdamOptimizer(graph, adam, variables).applyGradients(gradients, "update"));

    // The step count and the moving averages are read by the forward pass: they move once all
    // gradients are there.
    List<Op> allGradients = new ArrayList<>();
    gradients.forEach(pair -> allGradients.add(pair.getGradient()));
    Ops afterGradients =
        Ops.create(graph).withSubScope("train").withControlDependencies(allGradients);
    layers.movingAverages().forEach(average -> updates.add(average.update(afterGradients)));
    updates.add(afterGradients.assignAdd(globalStep.ref(), afterGradients.constant(1L)));

    NoOp.create(
        new OpScope(graph).withName(TensorNames.TRAIN_STEP).withControlDependencies(updates));
  }
}
