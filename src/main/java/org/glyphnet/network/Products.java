package org.glyphnet.network;

import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * What convolutions and matrix products compute in. All else stays float32: their inputs are
 * converted on the way in, their results on the way out.
 *
 * @param <T> the products' type
 */
final class Products<T extends TNumber> {
  private final Class<T> type;

  private Products(Class<T> type) {
    this.type = type;
  }

  static Products<TFloat32> float32() {
    return new Products<>(TFloat32.class);
  }

  static Products<?> in(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> float32();
      case BFLOAT16 -> new Products<>(TBfloat16.class);
    };
  }

  /** A product's input; float32 stays as it is. */
  Operand<T> enter(Ops tf, Operand<TFloat32> x) {
    return type == TFloat32.class ? x.asOutput().expect(type) : tf.dtypes.cast(x, type);
  }

  /** A product's result; float32 stays as it is. */
  Operand<TFloat32> leave(Ops tf, Operand<T> x) {
    return type == TFloat32.class
        ? x.asOutput().expect(TFloat32.class)
        : tf.dtypes.cast(x, TFloat32.class);
  }

  /** A tensor that is known to be of the products' type. */
  Output<T> expect(Output<?> x) {
    return x.expect(type);
  }
}
