package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A statistic that every training step moves towards the batch's: {@code m * old + (1 - m) * batch}
 * (Ioffe and Szegedy, 2015, arXiv:1502.03167). After {@code t} steps {@code m} is the smaller of
 * the momentum and {@code t / (t + 1)}: the first batches' mean, so that nothing is left of the
 * value that the average started from.
 *
 * @param average the variable
 * @param batch the batch's value, float32, same shape
 * @param momentum in [0, 1)
 * @param step int64 scalar, steps done before
 */
record MovingAverage(
    GraphVariables.Entry<TFloat32> average,
    Operand<TFloat32> batch,
    float momentum,
    Operand<TInt64> step) {
  /** Adds the operation that moves it; the scope's control dependencies say when. */
  Op update(Ops tf) {
    if (momentum == 0) {
      return tf.assign(average.ref(), batch);
    }
    Operand<TFloat32> steps = tf.dtypes.cast(step, TFloat32.class);
    Operand<TFloat32> kept =
        tf.math.minimum(
            tf.constant(momentum), tf.math.div(steps, tf.math.add(steps, tf.constant(1f))));
    return tf.assign(
        average.ref(),
        tf.math.add(
            tf.math.mul(average.read(), kept),
            tf.math.mul(batch, tf.math.sub(tf.constant(1f), kept))));
  }
}
