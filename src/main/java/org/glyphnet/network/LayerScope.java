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
    String prefix,
    Ops ops,
    UnitShare share) {
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
        prefix,
        prefix.isEmpty() ? Ops.create(graph) : Ops.create(graph).withSubScope(prefix),
        share);
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
        share.owner() + layer + "/kernel",
        shape,
        TFloat32.class,
        true,
        kernelInitializer.of(fanIn, fanOut));
  }

  /** A variable that starts at 0. */
  GraphVariables.Entry<TFloat32> zeros(String name, long size, boolean trainable) {
    return filled(name, size, trainable, 0f);
  }

  /** A variable that starts at 1. */
  GraphVariables.Entry<TFloat32> ones(String name, long size, boolean trainable) {
    return filled(name, size, trainable, 1f);
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
