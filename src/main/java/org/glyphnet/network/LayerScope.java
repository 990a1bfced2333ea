package org.glyphnet.network;

import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.types.TFloat32;

/**
 * Where layers go: their graph, their variables, what they are built for, and what their names
 * begin with.
 *
 * @param kernelInitializer what the next kernel starts from
 * @param products what convolutions and matrix products compute in
 * @param fitting what becomes of the variables
 * @param prefix of the operations' names, empty for the layers that are evaluated and saved
 * @param ops operations beside the layers, below that prefix; one object, because each new one
 *     would start a scope of another name
 * @param share which of a dense layer's units are theirs
 */
record LayerScope(
    Graph graph,
    GraphVariables variables,
    GlorotUniform kernelInitializer,
    Mode mode,
    Products<?> products,
    Fitting fitting,
    String prefix,
    Ops ops,
    UnitShare share) {
  /** What becomes of the layers' variables. */
  enum Fitting {
    /** A step moves them. */
    FITTED(true, ""),
    /** They are averages of what a step moves. */
    AVERAGED(false, ""),
    /** A step moves them, and others, with names of their own, are their averages. */
    FITTED_BESIDE_AVERAGES(true, WeightAverages.TRAINED),
    /** They stay as they are. */
    FROZEN(false, "");

    private final boolean trainable;
    private final String suffix;

    Fitting(boolean trainable, String suffix) {
      this.trainable = trainable;
      this.suffix = suffix;
    }
  }

  LayerScope(
      Graph graph,
      GraphVariables variables,
      GlorotUniform kernelInitializer,
      Mode mode,
      Products<?> products,
      String prefix,
      UnitShare share) {
    this(
        graph,
        variables,
        kernelInitializer,
        mode,
        products,
        Fitting.FITTED,
        prefix,
        prefix.isEmpty() ? Ops.create(graph) : Ops.create(graph).withSubScope(prefix),
        share);
  }

  /** The same place, whose variables become something else. */
  LayerScope withVariables(Fitting newFitting) {
    return new LayerScope(
        graph, variables, kernelInitializer, mode, products, newFitting, prefix, ops, share);
  }

  /** The same place for layers that stay as they are, whatever else is trained. */
  LayerScope frozen() {
    return new LayerScope(
        graph,
        variables,
        kernelInitializer,
        new Mode.Inference(),
        products,
        Fitting.FROZEN,
        prefix,
        ops,
        share);
  }

  /**
   * The same layers once more, as the training step computes them: in its precision, and by way of
   * spectra where that is faster. The same functions to rounding, not to the bit, so what is
   * evaluated and saved never passes through them. Over the same variables, or over those whose
   * averages these are. All names are below the precision's.
   */
  LayerScope forStep(Mode.Training training, StepSpec step, long seed) {
    LayerScope again =
        new LayerScope(
            graph,
            variables,
            new GlorotUniform(seed),
            training,
            Products.in(step.precision()),
            step.precision().toString(),
            share);
    return fitting == Fitting.AVERAGED
        ? again.withVariables(Fitting.FITTED_BESIDE_AVERAGES)
        : again;
  }

  /** Operations that a layer needs on the way. */
  Ops inside(String layer) {
    return ops.withSubScope(layer);
  }

  /** A scope for the one operation that bears the layer's own name. */
  Scope named(String layer) {
    // A new scope: the graph's own already counts the name as used, by the layer's sub-scope.
    Scope scope = new OpScope(graph);
    return (prefix.isEmpty() ? scope : scope.withSubScope(prefix)).withName(layer);
  }

  /** A name in the graph. */
  String fullName(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** A kernel, drawn by Glorot's rule. */
  GraphVariables.Entry<TFloat32> kernel(String layer, long fanIn, long fanOut, Shape shape) {
    return variables.add(
        share.owner() + layer + "/kernel" + fitting.suffix,
        shape,
        TFloat32.class,
        fitting.trainable,
        kernelInitializer.of(fanIn, fanOut));
  }

  /** A variable to be fitted that starts at 0. */
  GraphVariables.Entry<TFloat32> zeros(String name, long size) {
    return filled(name + fitting.suffix, size, fitting.trainable, 0f);
  }

  /** A variable to be fitted that starts at 1. */
  GraphVariables.Entry<TFloat32> ones(String name, long size) {
    return filled(name + fitting.suffix, size, fitting.trainable, 1f);
  }

  /** A variable that keeps a statistic. */
  GraphVariables.Entry<TFloat32> statistic(String name, long size, float initial) {
    return filled(name, size, false, initial);
  }

  private GraphVariables.Entry<TFloat32> filled(
      String name, long size, boolean trainable, float value) {
    return variables.add(
        share.owner() + name,
        Shape.of(size),
        TFloat32.class,
        trainable,
        (init, shape) -> init.fill(init.constant(shape.asArray()), init.constant(value)));
  }
}
