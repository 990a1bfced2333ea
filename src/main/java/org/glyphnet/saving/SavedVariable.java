package org.glyphnet.saving;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;

/**
 * A variable of a saved graph.
 *
 * @param trainable whether it is said to be trained
 */
@Internal
public record SavedVariable(String name, DataType type, TensorShapeProto shape, boolean trainable) {
  private static final String COLLECTION = "variables";
  private static final Set<String> OPERATIONS = Set.of("Variable", "VariableV2", "VarHandleOp");

  /**
   * The variables of a graph: as the collection of variables has them (TensorFlow 1, and glyphnet),
   * else as the object graph does (TensorFlow 2, Keras), else by their operations (TensorFlow
   * Java).
   *
   * @throws DataException when the collection cannot be read
   */
  public static List<SavedVariable> of(MetaGraphDef meta) {
    CollectionDef collection =
        meta.getCollectionDefOrDefault(COLLECTION, CollectionDef.getDefaultInstance());
    if (collection.getBytesList().getValueCount() > 0) {
      return ofCollection(collection, meta);
    }
    List<SavedVariable> ofObjects =
        meta.getObjectGraphDef().getNodesList().stream()
            .filter(SavedObject::hasVariable)
            .map(node -> of(node.getVariable()))
            .toList();
    return ofObjects.isEmpty() ? ofOperations(meta) : ofObjects;
  }

  /** How many numbers it has. */
  public long elements() {
    return shape.getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, (a, b) -> a * b);
  }

  private static List<SavedVariable> ofCollection(CollectionDef collection, MetaGraphDef meta) {
    Map<String, NodeDef> nodes =
        meta.getGraphDef().getNodeList().stream()
            .collect(Collectors.toMap(NodeDef::getName, node -> node, (one, other) -> one));
    List<SavedVariable> variables = new ArrayList<>();
    for (ByteString described : collection.getBytesList().getValueList()) {
      try {
        VariableDef variable = VariableDef.parseFrom(described);
        String name = variable.getVariableName().replaceFirst(":0$", "");
        variables.add(
            of(
                nodes.getOrDefault(name, NodeDef.getDefaultInstance()).toBuilder()
                    .setName(name)
                    .build(),
                variable.getTrainable()));
      } catch (InvalidProtocolBufferException e) {
        throw new DataException("the collection '" + COLLECTION + "' is damaged", e);
      }
    }
    return variables;
  }

  private static SavedVariable of(SavedObjectGraphOuterClass.SavedVariable variable) {
    return new SavedVariable(
        variable.getName(), variable.getDtype(), variable.getShape(), variable.getTrainable());
  }

  private static List<SavedVariable> ofOperations(MetaGraphDef meta) {
    return meta.getGraphDef().getNodeList().stream()
        .filter(node -> OPERATIONS.contains(node.getOp()))
        .map(node -> of(node, false))
        .toList();
  }

  private static SavedVariable of(NodeDef node, boolean trainable) {
    AttrValue none = AttrValue.getDefaultInstance();
    return new SavedVariable(
        node.getName(),
        node.getAttrOrDefault("dtype", none).getType(),
        node.getAttrOrDefault("shape", none).getShape(),
        trainable);
  }
}
