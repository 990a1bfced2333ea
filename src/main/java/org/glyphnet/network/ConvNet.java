package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.Internal;
import org.glyphnet.engine.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The network as a graph: its layers (see {@link LayerStack}), the ends by which it is fed and read
 * (see {@link TensorNames}), and for training the step that moves it.
 *
 * <p>Owns its graph and every session that it opened; {@link #close} closes the sessions, then the
 * graph, which would wait for ever for a session that stays open. Not safe for use by several
 * threads but for running the sessions.
 */
public final class ConvNet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConvNet.class);

  private final NetworkSpec spec;
  private final StepSpec step;
  private final Graph graph;
  private final GraphVariables variables;
  private final List<Session> sessions = new ArrayList<>();

  private ConvNet(NetworkSpec spec, StepSpec step, Graph graph, GraphVariables variables) {
    this.spec = spec;
    this.step = step;
    this.graph = graph;
    this.variables = variables;
  }

  /**
   * The whole network with the book's training step: inference, cost, accuracy and the step.
   *
   * @param seed what initial weights and dropout are drawn from
   */
  public static ConvNet forTraining(NetworkSpec spec, AdamSpec adam, long seed) {
    return forTraining(spec, StepSpec.of(adam), seed);
  }

  /** The same with the step's products in another precision. */
  public static ConvNet forTraining(
      NetworkSpec spec, AdamSpec adam, long seed, Precision precision) {
    return forTraining(spec, StepSpec.of(adam, precision), seed);
  }

  /**
   * The whole network. Inference, cost and accuracy are in float32 and so are all variables:
   * whatever the step computes in, what is evaluated, saved and restored is the same.
   *
   * @param step what the training step does
   * @param seed what initial weights and dropout are drawn from
   */
  public static ConvNet forTraining(NetworkSpec spec, StepSpec step, long seed) {
    return build(spec, step, net -> net.addTraining(seed));
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
        null,
        net -> {
          LayerScope scope =
              new LayerScope(
                  net.graph,
                  net.variables,
                  new GlorotUniform(0),
                  new Mode.Inference(),
                  Products.in(precision),
                  "",
                  UnitShare.WHOLE);
          net.answers(LayerStack.scores(spec, Layers.of(scope, false), net.image()));
        });
  }

  /** What it was built from. */
  public NetworkSpec spec() {
    return spec;
  }

  /**
   * What its training step does.
   *
   * @throws IllegalStateException when it was built for serving
   */
  public StepSpec step() {
    if (step == null) {
      throw new IllegalStateException("a network for serving has no training step");
    }
    return step;
  }

  /** The graph; it belongs to this object. */
  public Graph graph() {
    return graph;
  }

  /** Its variables, in the order of the layers. */
  @Internal
  public List<GraphVariables.Entry<?>> variables() {
    return variables.all();
  }

  /**
   * A session on the graph for training and evaluating, with variables that have no values yet.
   *
   * @return it belongs to this network, which closes it
   */
  public Session open(SessionSettings settings) {
    return open(settings.toConfig());
  }

  /** The same for inference alone, whose operations follow one another. */
  public Session openForInference(SessionSettings settings) {
    return open(settings.toInferenceConfig());
  }

  private Session open(ConfigProto config) {
    Session session = new Session(graph, config);
    sessions.add(session);
    return session;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
    sessions.clear();
    graph.close();
  }

  private interface Parts {
    void addTo(ConvNet net);
  }

  private static ConvNet build(NetworkSpec spec, StepSpec step, Parts parts) {
    boolean bfloat16 = step != null && step.precision() == Precision.BFLOAT16;
    Engine engine = Engine.prepare(bfloat16);
    if (bfloat16 && engine.emulatesBfloat16() && engine.warning().isEmpty()) {
      LOG.warn(
          "bfloat16 is emulated by {}, which can take a hundred times as long as float32: this"
              + " process computed in float32 first, and the engine is chosen once",
          engine);
    }
    Graph graph = new Graph();
    try {
      ConvNet net = new ConvNet(spec, step, graph, new GraphVariables(graph, step != null));
      parts.addTo(net);
      return net;
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private Operand<TFloat32> image() {
    return GraphInputs.image(Ops.create(graph), spec);
  }

  /** What is read from the scores: their aliases, probabilities and the predicted class. */
  private Operand<TInt64> answers(Operand<TFloat32> scores) {
    alias(TensorNames.SCORES, scores);
    if (scores.asOutput().op().name().equals(TensorNames.BOOK_SCORES)) {
      alias(TensorNames.BOOK_SCORES_ALIAS, scores);
    }
    Ops tf = Ops.create(graph);
    tf.withName(TensorNames.PROBABILITIES).nn.softmax(tempered(tf, scores));
    return tf.withName(TensorNames.PREDICTION)
        .math
        .argMax(scores, tf.withName("class_axis").constant(1), TInt64.class);
  }

  /** Scores as probabilities are taken from them (Guo et al., 2017, arXiv:1706.04599). */
  private Operand<TFloat32> tempered(Ops tf, Operand<TFloat32> scores) {
    if (!spec.dense().calibrated()) {
      return scores;
    }
    GraphVariables.Entry<TFloat32> temperature =
        variables.add(
            TensorNames.TEMPERATURE,
            Shape.of(1),
            TFloat32.class,
            false,
            (init, shape) -> init.fill(init.constant(shape.asArray()), init.constant(1f)));
    return tf.withName("tempered_scores").math.div(scores, temperature.read());
  }

  private void alias(String name, Operand<TFloat32> scores) {
    graph.opBuilder(Identity.OP_NAME, name, new OpScope(graph)).addInput(scores.asOutput()).build();
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

  private void addTraining(long seed) {
    Ops tf = Ops.create(graph);
    Placeholder<TInt64> label = GraphInputs.label(tf);
    Placeholder<TBool> isTraining =
        tf.withName(TensorNames.IS_TRAINING)
            .placeholder(TBool.class, Placeholder.shape(Shape.scalar()));
    Operand<TFloat32> learningRate =
        tf.withName(TensorNames.LEARNING_RATE)
            .placeholderWithDefault(
                tf.withName("default_learning_rate").constant(step.adam().learningRate()),
                Shape.scalar());
    GraphVariables.Entry<TInt64> globalStep = variables.globalStep();
    Mode.Training training = new Mode.Training(globalStep.read(), seed);
    LayerScope evaluated =
        new LayerScope(
            graph,
            variables,
            new GlorotUniform(seed),
            new Mode.Either(isTraining, training),
            Products.float32(),
            "",
            UnitShare.WHOLE);
    if (step.regularisation().averaged()) {
      evaluated = evaluated.withVariables(LayerScope.Fitting.AVERAGED);
    }
    Operand<TFloat32> image = image();
    Operand<TFloat32> scores =
        LayerStack.scores(spec, Layers.of(evaluated, step.frozenConvolutions()), image);
    Cost.plain(graph, TensorNames.COST, scores, label);
    accuracy(answers(scores), label);

    Layers ofStep = Layers.of(evaluated.forStep(training, step, seed), step.frozenConvolutions());
    Operand<TFloat32> stepScores = LayerStack.scores(spec, ofStep, image);
    Cost cost =
        Cost.regularised(
            graph,
            step.precision() + "_" + TensorNames.COST,
            stepScores,
            label,
            step.regularisation());
    tf.withName(TensorNames.STEP_COST).identity(cost.mean());
    Operand<TFloat32> gradient = cost.scoresGradient(tf.withSubScope(TensorNames.STEP_COST), label);
    var gradients = BackwardPass.add(graph, stepScores, gradient, ofStep, variables);
    new Updates(graph, variables, step)
        .add(gradients, learningRate, ofStep.movingAverages(), globalStep);
  }
}
