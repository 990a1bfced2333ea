package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt64;

/** What a graph is built for: layers that behave differently in training ask it. */
sealed interface Mode {
  /**
   * Training, and inference with the same graph.
   *
   * @param isTraining bool scalar that decides at each run
   * @param globalStep int64 scalar, training steps done
   * @param seed what random numbers are keyed on, together with the step
   */
  record Training(Operand<TBool> isTraining, Operand<TInt64> globalStep, long seed)
      implements Mode {}

  /** Inference only: nothing in the graph serves training. */
  record Inference() implements Mode {}
}
