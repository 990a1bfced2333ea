package org.glyphnet.network;

import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A graph with the placeholder {@code x}, for one layer or a few. Owns its graph. */
final class LayerBench implements AutoCloseable {
  static final String X = "x";
  static final String STEP = "step";

  private final Graph graph = new Graph();
  private final GraphVariables variables = new GraphVariables(graph, true);
  private final Operand<TFloat32> x;
  private final Layers layers;

  private LayerBench(Shape shape, long weightSeed, Function<Ops, Mode> mode) {
    Ops tf = Ops.create(graph);
    x = tf.withName(X).placeholder(TFloat32.class, Placeholder.shape(shape));
    layers =
        Layers.of(
            new LayerScope(
                graph,
                variables,
                new GlorotUniform(weightSeed),
                mode.apply(tf),
                Products.float32(),
                "",
                UnitShare.WHOLE),
            false);
  }

  static LayerBench forInference(Shape shape) {
    return new LayerBench(shape, 1, tf -> new Mode.Inference());
  }

  /** Asks for {@code is_training} and the scalar {@code step} at each run. */
  static LayerBench forTraining(Shape shape, long seed) {
    return new LayerBench(
        shape,
        seed,
        tf ->
            new Mode.Either(
                tf.withName(TensorNames.IS_TRAINING)
                    .placeholder(TBool.class, Placeholder.shape(Shape.scalar())),
                new Mode.Training(
                    tf.withName(STEP).placeholder(TInt64.class, Placeholder.shape(Shape.scalar())),
                    seed)));
  }

  Graph graph() {
    return graph;
  }

  GraphVariables variables() {
    return variables;
  }

  Operand<TFloat32> x() {
    return x;
  }

  Layers layers() {
    return layers;
  }

  @Override
  public void close() {
    graph.close();
  }
}
