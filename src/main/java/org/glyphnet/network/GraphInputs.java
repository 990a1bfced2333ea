package org.glyphnet.network;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What a network is fed with, under its promised names, wherever its layers are computed. */
final class GraphInputs {
  private GraphInputs() {}

  /** Images, float32 {@code [batch, height, width, channels]}. */
  static Placeholder<TFloat32> image(Ops tf, NetworkSpec spec) {
    return tf.withName(TensorNames.IMAGE)
        .placeholder(
            TFloat32.class,
            Placeholder.shape(
                Shape.of(Shape.UNKNOWN_SIZE, spec.height(), spec.width(), spec.channels())));
  }

  /** Their classes, int64 {@code [batch]}. */
  static Placeholder<TInt64> label(Ops tf) {
    return tf.withName(TensorNames.LABEL)
        .placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
  }
}
