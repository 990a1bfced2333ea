package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Averages of what a step moves, which are evaluated, saved and served in its place. A step moves
 * each towards what was fitted: {@code a + (1 - m) (w - a)}. After {@code t} steps {@code m} is the
 * smaller of the averaging and {@code (1 + t) / (10 + t)}, as TensorFlow's {@code
 * ExponentialMovingAverage} has it, so that the first weights are soon forgotten.
 *
 * @param variables of the graph
 * @param averaging how much of it an average keeps, in (0, 1)
 * @param globalStep int64 scalar, steps done before
 */
record WeightAverages(GraphVariables variables, float averaging, Operand<TInt64> globalStep) {
  /** What the name of a variable ends in that a step moves, where averages bear the plain name. */
  static final String TRAINED = "/Trained";

  /**
   * Adds the operations that move them; returns them.
   *
   * @param tf where
   * @param trained what a step moves
   * @param fitted the operation that has moved it
   */
  List<Op> add(Ops tf, List<Output<TFloat32>> trained, Op fitted) {
    Operand<TFloat32> steps = tf.dtypes.cast(globalStep, TFloat32.class);
    Operand<TFloat32> kept =
        tf.math.minimum(
            tf.constant(averaging),
            tf.math.div(tf.math.add(steps, tf.constant(1f)), tf.math.add(steps, tf.constant(10f))));
    Operand<TFloat32> share = tf.math.sub(tf.constant(1f), kept);
    Ops afterwards = tf.withControlDependencies(List.of(fitted));
    List<Op> updates = new ArrayList<>();
    for (Output<TFloat32> one : trained) {
      Operand<TFloat32> average = average(one);
      Operand<TFloat32> way = afterwards.math.sub(one, average);
      updates.add(afterwards.assignAdd(average, afterwards.math.mul(way, share)));
    }
    return updates;
  }

  /** The average's variable, which the layers that are evaluated may have made. */
  private Operand<TFloat32> average(Output<TFloat32> trained) {
    String name = trained.op().name();
    return variables
        .add(
            name.substring(0, name.length() - TRAINED.length()),
            trained.shape(),
            TFloat32.class,
            false,
            (init, shape) -> init.fill(init.constant(shape.asArray()), init.constant(0f)))
        .ref();
  }
}
