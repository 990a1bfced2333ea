package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** The gradients of a {@link PartitionedNet}, each computed where its layer is. */
final class PartitionedBackward {
  private final Graph graph;
  private final GraphVariables variables;
  private final PartitionedForward forward;
  private final List<List<GradAndVar<? extends TType>>> ofWorkers = new ArrayList<>();
  private final List<GradAndVar<? extends TType>> shared = new ArrayList<>();

  PartitionedBackward(Graph graph, GraphVariables variables, PartitionedForward forward) {
    this.graph = graph;
    this.variables = variables;
    this.forward = forward;
  }

  /** Gradients and variables of each worker's own units. */
  List<List<GradAndVar<? extends TType>>> ofWorkers() {
    return ofWorkers;
  }

  /** Gradients and variables of all other layers, which are with worker 0. */
  List<GradAndVar<? extends TType>> shared() {
    return shared;
  }

  /**
   * Adds them.
   *
   * @param scoresGradient of the cost with respect to the scores, {@code [batch, classes]}
   */
  void add(Operand<TFloat32> scores, Operand<TFloat32> scoresGradient) {
    List<Output<TFloat32>> ofConvolutions = new ArrayList<>();
    List<Output<TFloat32>> ofRest = new ArrayList<>();
    List<String> names = forward.convolutions().variableNames();
    for (Output<TFloat32> variable : BackwardPass.trainable(variables, name -> true)) {
      String name = variable.op().name();
      if (names.contains(name)) {
        ofConvolutions.add(variable);
      } else if (WorkerNames.withoutPrefix(name).equals(name)) {
        ofRest.add(variable);
      }
    }
    BackwardPass head = new BackwardPass(graph, WorkerNames.prefix(0));
    List<Output<?>> atJoints =
        head.through("head", scores, scoresGradient, ofRest, forward.joints());
    shared.addAll(head.pairs(ofRest));
    if (forward.convolutions().frozen()) {
      for (int worker = 0; worker < forward.hidden().size(); worker++) {
        throughHidden(worker, atJoints.get(worker));
      }
      return;
    }
    List<BackwardPass> passes = new ArrayList<>();
    for (int worker = 0; worker < forward.convolutions().features().size(); worker++) {
      passes.add(new BackwardPass(graph, WorkerNames.prefix(worker)));
    }
    forward.convolutions().addGradients(passes, toFeatures(atJoints));
    for (Output<TFloat32> variable : ofConvolutions) {
      String name = variable.op().name();
      Ops tf = forward.inside(0).withSubScope("sum_" + name.replace('/', '_'));
      shared.add(
          new GradAndVar<>(
              WorkerSums.sum(tf, passes.stream().map(pass -> pass.gradient(name)).toList()),
              variable));
    }
  }

  /** The gradient of each worker's features. */
  private List<Output<TFloat32>> toFeatures(List<Output<?>> atJoints) {
    List<List<? extends Operand<TFloat32>>> found = new ArrayList<>();
    for (int worker = 0; worker < forward.hidden().size(); worker++) {
      Operand<TFloat32> all = throughHidden(worker, atJoints.get(worker));
      Ops tf = forward.inside(worker).withSubScope("features_gradient");
      found.add(forward.division().ofGradient(tf, all));
    }
    if (found.isEmpty()) {
      Ops tf = forward.inside(0).withSubScope("features_gradient");
      found.add(forward.division().ofGradient(tf, atJoints.get(0).expect(TFloat32.class)));
    }
    List<Output<TFloat32>> sums = new ArrayList<>();
    for (int i = 0; i < forward.convolutions().features().size(); i++) {
      int worker = i;
      sums.add(
          WorkerSums.sum(
              forward.inside(worker).withSubScope("features_sum"),
              found.stream().map(parts -> parts.get(worker).asOutput()).toList()));
    }
    return sums;
  }

  /**
   * Through a worker's units to the whole batch's features, {@code [batch, flat size]}; null where
   * nothing before them is fitted.
   */
  private Operand<TFloat32> throughHidden(int worker, Output<?> atJoint) {
    BackwardPass pass = new BackwardPass(graph, WorkerNames.prefix(worker));
    DenseProduct<?> product = forward.hidden().get(worker).denseProducts().get(0);
    String owner = PartitionedForward.owner(worker);
    List<Output<TFloat32>> own = BackwardPass.trainable(variables, name -> name.startsWith(owner));
    List<Output<TFloat32>> afterProduct =
        own.stream().filter(one -> !one.op().name().equals(product.kernelName())).toList();
    Output<?> atProduct =
        pass.through(
                "hidden",
                forward.joints().get(worker),
                atJoint,
                afterProduct,
                List.of(product.output()))
            .get(0);
    Operand<TFloat32> atFeatures = null;
    if (forward.convolutions().frozen()) {
      pass.keepKernelGradient(product, atProduct);
    } else {
      atFeatures = throughProduct(pass, product, atProduct, worker);
    }
    ofWorkers.add(pass.pairs(own));
    return atFeatures;
  }

  private <T extends TNumber> Operand<TFloat32> throughProduct(
      BackwardPass pass, DenseProduct<T> product, Output<?> atProduct, int worker) {
    return product
        .products()
        .leave(forward.inside(worker), pass.throughProduct(product, atProduct));
  }
}
