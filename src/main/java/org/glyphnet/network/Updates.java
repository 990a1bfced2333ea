package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.op.Op;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * What a training step moves, in an order that leaves nothing to chance: reference variables have
 * no snapshot, so each moves once all that reads its old value is done.
 */
final class Updates {
  /** What the name of a variable ends in that a step moves, where averages bear the plain name. */
  static final String TRAINED = "/Trained";

  private final Graph graph;
  private final GraphVariables variables;
  private final StepSpec step;

  Updates(Graph graph, GraphVariables variables, StepSpec step) {
    this.graph = graph;
    this.variables = variables;
    this.step = step;
  }

  /**
   * Adds the step under {@link TensorNames#TRAIN_STEP}.
   *
   * @param gradients of all that is fitted
   * @param learningRate scalar
   * @param statistics to move towards the batch's
   * @param globalStep moves last: averages read it
   */
  void add(
      List<GradAndVar<? extends TType>> gradients,
      Operand<TFloat32> learningRate,
      List<MovingAverage> statistics,
      GraphVariables.Entry<TInt64> globalStep) {
    List<Op> updates = new ArrayList<>();
    Op fitted =
        new AdamOptimizer(
                graph,
                step.adam(),
                variables,
                new AdamOptimizer.Rate(learningRate, step.regularisation().weightDecay()),
                "")
            .applyGradients(gradients, "update");
    updates.add(fitted);

    // The statistics are read by the forward pass of those who ask for inference.
    List<Op> allGradients = new ArrayList<>();
    gradients.forEach(pair -> allGradients.add(pair.getGradient()));
    Ops afterGradients =
        Ops.create(graph).withSubScope("train").withControlDependencies(allGradients);
    statistics.forEach(average -> updates.add(average.update(afterGradients)));
    if (step.regularisation().averaged()) {
      updates.addAll(averages(fitted, globalStep));
    }
    Ops last = Ops.create(graph).withSubScope("count").withControlDependencies(updates);
    updates.add(last.assignAdd(globalStep.ref(), last.constant(1L)));

    NoOp.create(
        new OpScope(graph).withName(TensorNames.TRAIN_STEP).withControlDependencies(updates));
  }

  /**
   * Moves each average towards what was fitted: {@code a + (1 - m) (w - a)}. After {@code t} steps
   * {@code m} is the smaller of the averaging and {@code (1 + t) / (10 + t)}, as TensorFlow's
   * {@code ExponentialMovingAverage} has it, so that the first weights are soon forgotten.
   */
  private List<Op> averages(Op fitted, GraphVariables.Entry<TInt64> globalStep) {
    Ops tf = Ops.create(graph).withSubScope("averages");
    Operand<TFloat32> steps = tf.dtypes.cast(globalStep.read(), TFloat32.class);
    Operand<TFloat32> kept =
        tf.math.minimum(
            tf.constant(step.regularisation().averaging()),
            tf.math.div(tf.math.add(steps, tf.constant(1f)), tf.math.add(steps, tf.constant(10f))));
    Operand<TFloat32> share = tf.math.sub(tf.constant(1f), kept);
    Ops afterwards = tf.withControlDependencies(List.of(fitted));
    List<Op> updates = new ArrayList<>();
    for (GraphVariables.Entry<?> trained : List.copyOf(variables.all())) {
      if (trained.trainable()) {
        Operand<TFloat32> average = ref(variables.named(averageOf(trained.name())));
        Operand<TFloat32> way = afterwards.math.sub(ref(trained), average);
        updates.add(afterwards.assignAdd(average, afterwards.math.mul(way, share)));
      }
    }
    return updates;
  }

  private static String averageOf(String trained) {
    return trained.substring(0, trained.length() - TRAINED.length());
  }

  private static Operand<TFloat32> ref(GraphVariables.Entry<?> variable) {
    return variable.ref().asOutput().expect(TFloat32.class);
  }
}
