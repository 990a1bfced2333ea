package org.glyphnet.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Sums over a cluster's workers. */
final class WorkerSums {
  private WorkerSums() {}

  /** First plus second, plus third, and so on: an order that is the same in every run. */
  static Output<TFloat32> sum(Ops tf, List<? extends Operand<TFloat32>> values) {
    Operand<TFloat32> sum = values.get(0);
    for (Operand<TFloat32> value : values.subList(1, values.size())) {
      sum = tf.math.add(sum, value);
    }
    return sum.asOutput();
  }
}
