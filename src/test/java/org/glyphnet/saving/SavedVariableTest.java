package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;

/** The three ways in which TensorFlow's versions say which variables a saved graph has. */
class SavedVariableTest {
  private static final TensorShapeProto SHAPE =
      TensorShapeProto.newBuilder()
          .addDim(TensorShapeProto.Dim.newBuilder().setSize(3))
          .addDim(TensorShapeProto.Dim.newBuilder().setSize(4))
          .build();

  private static NodeDef node(String name, String op) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .putAttr("shape", AttrValue.newBuilder().setShape(SHAPE).build())
        .build();
  }

  @Test
  void theCollectionTellsThemInTensorFlow1() {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(
                GraphDef.newBuilder()
                    .addNode(node("kernel", "VariableV2"))
                    .addNode(node("slot", "VariableV2")))
            .putCollectionDef(
                "variables",
                CollectionDef.newBuilder()
                    .setBytesList(
                        CollectionDef.BytesList.newBuilder()
                            .addValue(
                                VariableDef.newBuilder()
                                    .setVariableName("kernel:0")
                                    .setTrainable(true)
                                    .build()
                                    .toByteString()))
                    .build())
            .build();

    assertThat(SavedVariable.of(meta))
        .containsExactly(new SavedVariable("kernel", DataType.DT_FLOAT, SHAPE, true));
  }

  @Test
  void theObjectGraphTellsThemInTensorFlow2() {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(GraphDef.newBuilder().addNode(node("resource", "VarHandleOp")))
            .setObjectGraphDef(
                SavedObjectGraph.newBuilder()
                    .addNodes(SavedObject.getDefaultInstance())
                    .addNodes(
                        SavedObject.newBuilder()
                            .setVariable(
                                org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable
                                    .newBuilder()
                                    .setName("dense/kernel")
                                    .setDtype(DataType.DT_FLOAT)
                                    .setShape(SHAPE)
                                    .setTrainable(true))))
            .build();

    assertThat(SavedVariable.of(meta))
        .containsExactly(new SavedVariable("dense/kernel", DataType.DT_FLOAT, SHAPE, true));
    assertThat(SavedVariable.of(meta).get(0).elements()).isEqualTo(12);
  }

  @Test
  void theOperationsTellThemWhereNothingElseDoes() {
    MetaGraphDef meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(
                GraphDef.newBuilder()
                    .addNode(node("kernel", "VarHandleOp"))
                    .addNode(node("image", "Placeholder")))
            .build();

    assertThat(SavedVariable.of(meta))
        .containsExactly(new SavedVariable("kernel", DataType.DT_FLOAT, SHAPE, false));
  }
}
