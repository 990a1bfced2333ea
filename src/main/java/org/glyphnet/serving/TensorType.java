package org.glyphnet.serving;

import java.util.Optional;
import org.glyphnet.Internal;
import org.tensorflow.proto.DataType;

/** Data types of the Open Inference Protocol, by the names that it gives them. */
@Internal
public enum TensorType {
  BOOL(1, DataType.DT_BOOL),
  UINT8(1, DataType.DT_UINT8),
  UINT16(2, DataType.DT_UINT16),
  UINT32(4, DataType.DT_UINT32),
  UINT64(8, DataType.DT_UINT64),
  INT8(1, DataType.DT_INT8),
  INT16(2, DataType.DT_INT16),
  INT32(4, DataType.DT_INT32),
  INT64(8, DataType.DT_INT64),
  FP16(2, DataType.DT_HALF),
  FP32(4, DataType.DT_FLOAT),
  FP64(8, DataType.DT_DOUBLE),
  BF16(2, DataType.DT_BFLOAT16),
  BYTES(0, DataType.DT_STRING);

  private final int bytes;
  private final DataType tensorFlow;

  TensorType(int bytes, DataType tensorFlow) {
    this.bytes = bytes;
    this.tensorFlow = tensorFlow;
  }

  /** Size of an element; 0 where each element tells its own. */
  public int bytes() {
    return bytes;
  }

  /** Whether numbers of a JSON document can be its elements: it has none of 16-bit floats. */
  boolean isInJson() {
    return this != FP16 && this != BF16;
  }

  /** TensorFlow's type. */
  public DataType tensorFlow() {
    return tensorFlow;
  }

  /** The type of a name, which is case-sensitive. */
  public static Optional<TensorType> of(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What TensorFlow's type is called in the protocol. */
  public static Optional<TensorType> of(DataType type) {
    for (TensorType candidate : values()) {
      if (candidate.tensorFlow == type) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** What TensorFlow's type is called in the protocol; by its own name where it has none there. */
  public static String nameOf(DataType type) {
    return of(type).map(Enum::name).orElse(type.name());
  }
}
