package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The layers of a {@link PartitionedNet}: each worker takes a part of the batch through the
 * convolutions and the whole batch through its units of the first hidden layer; worker 0 does the
 * rest.
 */
final class PartitionedForward {
  private final NetworkSpec spec;
  private final LayerScope scope;
  private final List<Ops> places;
  private final BatchDivision division;
  private final boolean frozenConvolutions;
  private final PartitionedConvolutions convolutions;
  private final List<Layers> hidden = new ArrayList<>();
  private final List<Operand<TFloat32>> joints = new ArrayList<>();
  private final Layers rest;

  /**
   * @param scope graph, variables, mode and products; each worker's layers have names of their own
   * @param frozenConvolutions whether the convolutions stay as they are
   */
  PartitionedForward(
      NetworkSpec spec,
      LayerScope scope,
      boolean frozenConvolutions,
      int workers,
      Operand<TFloat32> image) {
    this.spec = spec;
    this.scope = scope;
    this.frozenConvolutions = frozenConvolutions;
    this.places =
        IntStream.range(0, workers)
            .mapToObj(worker -> Ops.create(scope.graph()).withSubScope(WorkerNames.prefix(worker)))
            .toList();
    this.division = new BatchDivision(scope.graph(), workers, image);
    this.rest = layers(0, UnitShare.WHOLE);
    List<Layers> ofConvolutions =
        IntStream.range(0, workers).mapToObj(worker -> layers(worker, UnitShare.WHOLE)).toList();
    this.convolutions = new PartitionedConvolutions(spec, places, ofConvolutions, division, image);
    List<Integer> units = spec.dense().units();
    int parts = units.isEmpty() ? 0 : Math.min(workers, units.get(0));
    for (int worker = 0; worker < parts; worker++) {
      Layers layers = layers(worker, new UnitShare(owner(worker), worker, parts));
      hidden.add(layers);
      joints.add(LayerStack.hidden(spec, layers, 0, joinedFeatures(inside(worker))));
    }
  }

  private Layers layers(int worker, UnitShare share) {
    LayerScope place =
        new LayerScope(
                scope.graph(),
                scope.variables(),
                scope.kernelInitializer(),
                scope.mode(),
                scope.products(),
                WorkerNames.prefix(worker),
                share)
            .withVariables(scope.fitting());
    return Layers.of(place, frozenConvolutions);
  }

  /** Operations of a worker beside the layers. */
  Ops inside(int worker) {
    return places.get(worker);
  }

  /** What the names of a worker's own variables begin with. */
  static String owner(int worker) {
    return WorkerNames.prefix(worker) + "/";
  }

  /** The scores, {@code [batch, classes]}. */
  Operand<TFloat32> scores() {
    Ops tf = inside(0).withSubScope("joined");
    if (joints.isEmpty()) {
      // No hidden layer: what is divided ends with the features.
      joints.add(joinedFeatures(tf));
      return LayerStack.head(spec, rest, joints.get(0));
    }
    Operand<TFloat32> h = joints.size() == 1 ? joints.get(0) : tf.concat(joints, tf.constant(1));
    for (int i = 1; i < spec.dense().units().size(); i++) {
      h = LayerStack.hidden(spec, rest, i, h);
    }
    return LayerStack.head(spec, rest, h);
  }

  private Operand<TFloat32> joinedFeatures(Ops tf) {
    return division.joined(tf.withSubScope("features"), convolutions.features());
  }

  /** How the batch is divided. */
  BatchDivision division() {
    return division;
  }

  /** All workers' convolutions. */
  PartitionedConvolutions convolutions() {
    return convolutions;
  }

  /** The units of each worker that has some; empty when there is no hidden layer. */
  List<Layers> hidden() {
    return hidden;
  }

  /**
   * Where worker 0 takes over: each worker's units {@code [batch, its units]}, or the features
   * {@code [batch, flat size]} where there is no hidden layer.
   */
  List<Operand<TFloat32>> joints() {
    return joints;
  }

  /** The layers after {@link #joints}. */
  Layers rest() {
    return rest;
  }
}
