package org.glyphnet.saving;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Leaves out of a graph what goes without saying: attributes that hold their default value. A
 * runtime that does not know a newer attribute yet can then still load the graph, as long as the
 * newer attribute is not really used.
 */
final class DefaultAttributes {
  private final Map<String, Map<String, AttrValue>> defaults = new HashMap<>();

  private DefaultAttributes() {
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      Map<String, AttrValue> ofOp = new HashMap<>();
      for (OpDef.AttrDef attribute : op.getAttrList()) {
        if (attribute.hasDefaultValue()) {
          ofOp.put(attribute.getName(), attribute.getDefaultValue());
        }
      }
      defaults.put(op.getName(), ofOp);
    }
  }

  /** The same graph without them. */
  static GraphDef strip(GraphDef graph) {
    DefaultAttributes defaults = new DefaultAttributes();
    GraphDef.Builder stripped = graph.toBuilder();
    for (NodeDef.Builder node : stripped.getNodeBuilderList()) {
      Map<String, AttrValue> ofOp = defaults.defaults.getOrDefault(node.getOp(), Map.of());
      for (Map.Entry<String, AttrValue> attribute : Map.copyOf(node.getAttrMap()).entrySet()) {
        if (attribute.getValue().equals(ofOp.get(attribute.getKey()))) {
          node.removeAttr(attribute.getKey());
        }
      }
    }
    return stripped.build();
  }
}
