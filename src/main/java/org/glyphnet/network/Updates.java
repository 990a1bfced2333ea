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
      updates.addAll(
          new WeightAverages(variables, step.regularisation().averaging(), globalStep.read())
              .add(
                  Ops.create(graph).withSubScope("averages"),
                  BackwardPass.trainable(variables, name -> true),
                  fitted));
    }
    Ops last = Ops.create(graph).withSubScope("count").withControlDependencies(updates);
    updates.add(last.assignAdd(globalStep.ref(), last.constant(1L)));

    NoOp.create(
        new OpScope(graph).withName(TensorNames.TRAIN_STEP).withControlDependencies(updates));
  }
}
