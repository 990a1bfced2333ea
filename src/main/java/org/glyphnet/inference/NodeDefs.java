package org.glyphnet.inference;

import com.google.protobuf.ByteString;
import java.util.List;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Constant;
import org.tensorflow.op.core.Reshape;
import org.tensorflow.op.linalg.Transpose;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Nodes of a graph as messages; values are float32, sizes and axes int32. */
final class NodeDefs {
  static final AttrValue FLOAT = type(DataType.DT_FLOAT);
  private static final AttrValue INT = type(DataType.DT_INT32);

  private NodeDefs() {}

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  /** A node, its attributes still to come. */
  static NodeDef.Builder node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
  }

  static NodeDef assign(String name, String variable, String value) {
    return node(name, Assign.OP_NAME, variable, value).putAttr("T", FLOAT).build();
  }

  static NodeDef transpose(String name, String input, String order) {
    return node(name, Transpose.OP_NAME, input, order)
        .putAttr("T", FLOAT)
        .putAttr("Tperm", INT)
        .build();
  }

  static NodeDef reshape(String name, String input, String shape) {
    return node(name, Reshape.OP_NAME, input, shape)
        .putAttr("T", FLOAT)
        .putAttr("Tshape", INT)
        .build();
  }

  static NodeDef ints(String name, int... values) {
    TensorProto.Builder value =
        TensorProto.newBuilder().setDtype(DataType.DT_INT32).setTensorShape(shape(values.length));
    for (int each : values) {
      value.addIntVal(each);
    }
    return constant(name, INT, value);
  }

  static NodeDef constant(String name, AttrValue type, TensorProto.Builder value) {
    return node(name, Constant.OP_NAME)
        .putAttr("dtype", type)
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
        .build();
  }

  static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
