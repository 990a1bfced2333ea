package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Adds the step of a {@link PartitionedNet}, as Krizhevsky divides it ("One weird trick for
 * parallelizing convolutional neural networks", 2014, arXiv:1404.5997): convolutions have few
 * weights and much arithmetic, so each worker takes a part of the batch through all of them; the
 * first dense layer has nearly all of the weights, so each worker keeps some of its units and takes
 * the features of the whole batch to them. What crosses the network are features and their
 * gradients, and never the large kernel. Batch normalisation sees the whole batch, and every sum
 * over workers is taken in their order, so that equal runs end in equal bits.
 */
final class PartitionedStep {
  private final Graph graph;
  private final GraphVariables variables;
  private final NetworkSpec spec;
  private final int workers;

  PartitionedStep(Graph graph, GraphVariables variables, NetworkSpec spec, int workers) {
    this.graph = graph;
    this.variables = variables;
    this.spec = spec;
    this.workers = workers;
  }

  /** Adds forward pass, cost, backward pass and updates. */
  void add(StepSpec step, long seed) {
    Ops tf = Ops.create(graph);
    Placeholder<TFloat32> image = GraphInputs.image(tf, spec);
    Placeholder<TInt64> label = GraphInputs.label(tf);
    GraphVariables.Entry<TInt64> globalStep = variables.globalStep();
    LayerScope scope =
        new LayerScope(
            graph,
            variables,
            new GlorotUniform(seed),
            new Mode.Training(globalStep.read(), seed),
            Products.in(step.precision()),
            "",
            UnitShare.WHOLE);
    if (step.regularisation().averaged()) {
      scope = scope.withVariables(LayerScope.Fitting.FITTED_BESIDE_AVERAGES);
    }
    PartitionedForward forward =
        new PartitionedForward(spec, scope, step.frozenConvolutions(), workers, image);
    Operand<TFloat32> scores = forward.scores();
    Cost cost =
        Cost.regularised(graph, "batch_" + TensorNames.COST, scores, label, step.regularisation());
    tf.withName(TensorNames.STEP_COST).identity(cost.mean());
    PartitionedBackward backward = new PartitionedBackward(graph, variables, forward);
    backward.add(scores, cost.scoresGradient(tf.withSubScope(TensorNames.STEP_COST), label));
    update(step, globalStep, forward, backward);
  }

  /**
   * Each worker's variables move once all that its own step computes from them is there. The shared
   * ones are sent to every worker, and a worker's part of their gradients says that it has received
   * them.
   */
  private void update(
      StepSpec step,
      GraphVariables.Entry<TInt64> globalStep,
      PartitionedForward forward,
      PartitionedBackward backward) {
    AdamSpec adam = step.adam();
    AdamOptimizer.Rate rate =
        new AdamOptimizer.Rate(
            Ops.create(graph)
                .withName(TensorNames.LEARNING_RATE)
                .placeholder(TFloat32.class, Placeholder.shape(Shape.scalar())),
            step.regularisation().weightDecay());
    List<Op> updates = new ArrayList<>();
    for (int worker = 0; worker < forward.hidden().size(); worker++) {
      String prefix = WorkerNames.prefix(worker);
      List<GradAndVar<? extends TType>> gradients = backward.ofWorkers().get(worker);
      Op fitted =
          new AdamOptimizer(graph, adam, variables, rate, prefix)
              .applyGradients(gradients, "update");
      updates.add(fitted);
      updates.addAll(averages(forward.inside(worker), step, globalStep, gradients, fitted));
      Ops after = after(forward.inside(worker), gradients);
      forward.hidden().get(worker).movingAverages().forEach(one -> updates.add(one.update(after)));
    }
    Op fitted =
        new AdamOptimizer(graph, adam, variables, rate, "")
            .applyGradients(backward.shared(), "update");
    updates.add(fitted);
    updates.addAll(averages(forward.inside(0), step, globalStep, backward.shared(), fitted));
    Ops after = after(Ops.create(graph), backward.shared());
    forward.convolutions().movingAverages().forEach(one -> updates.add(one.update(after)));
    forward.rest().movingAverages().forEach(one -> updates.add(one.update(after)));
    // Last: dropout and averages read it, on every worker.
    Ops last = Ops.create(graph).withSubScope("count").withControlDependencies(updates);
    updates.add(last.assignAdd(globalStep.ref(), last.constant(1L)));
    NoOp.create(
        new OpScope(graph).withName(TensorNames.TRAIN_STEP).withControlDependencies(updates));
  }

  private List<Op> averages(
      Ops tf,
      StepSpec step,
      GraphVariables.Entry<TInt64> globalStep,
      List<GradAndVar<? extends TType>> fitted,
      Op after) {
    return step.regularisation().averaged()
        ? new WeightAverages(variables, step.regularisation().averaging(), globalStep.read())
            .add(
                tf.withSubScope("averages"),
                fitted.stream().map(pair -> pair.getVariable().expect(TFloat32.class)).toList(),
                after)
        : List.of();
  }

  private static Ops after(Ops tf, List<GradAndVar<? extends TType>> gradients) {
    List<Op> all = new ArrayList<>();
    gradients.forEach(pair -> all.add(pair.getGradient()));
    return tf.withSubScope("train").withControlDependencies(all);
  }
}
