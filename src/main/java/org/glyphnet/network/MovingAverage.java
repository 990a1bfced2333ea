package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A statistic that every training step moves towards the batch's: {@code momentum * old + (1 -
 * momentum) * batch} (Ioffe and Szegedy, 2015, arXiv:1502.03167, as in TensorFlow 1).
 *
 * @param average the variable
 * @param batch the batch's value, float32, same shape
 * @param momentum in [0, 1)
 */
record MovingAverage(
    GraphVariables.Entry<TFloat32> average, Operand<TFloat32> batch, float momentum) {
  /** Adds the operation that moves it; the scope's control dependencies say when. */
  Op update(Ops tf) {
    if (momentum == 0) {
      return tf.assign(average.ref(), batch);
    }
    return tf.assign(
        average.ref(),
        tf.math.add(
            tf.math.mul(average.read(), tf.constant(momentum)),
            tf.math.mul(batch, tf.constant(1 - momentum))));
  }
}
