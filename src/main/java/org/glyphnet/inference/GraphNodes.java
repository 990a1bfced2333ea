package org.glyphnet.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;

/** Looks through the nodes of an inference graph, for its other forms. */
final class GraphNodes {
  /** Kernels are cut into blocks of so many columns. */
  static final int COLUMNS = 32;

  /** In elements, 4 MB: a smaller kernel stays in the cache that is a core's own. */
  private static final long LARGE = 1 << 20;

  private static final AttrValue FALSE = AttrValue.newBuilder().setB(false).build();

  private GraphNodes() {}

  /** The nodes that lead to the ends, by name, in the graph's order. */
  static Map<String, NodeDef> leadingTo(GraphDef graph, List<String> ends) {
    Map<String, NodeDef> all = new LinkedHashMap<>();
    graph.getNodeList().forEach(node -> all.put(node.getName(), node));
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    ends.forEach(end -> open.add(nodeOf(end)));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (all.containsKey(name) && reached.add(name)) {
        all.get(name).getInputList().forEach(input -> open.add(nodeOf(input)));
      }
    }
    all.keySet().retainAll(reached);
    return all;
  }

  /** Only what computes the same whenever it runs, and float32 variables of a known shape. */
  static boolean canBeCopied(Map<String, NodeDef> needed) {
    Set<String> stateless = new HashSet<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      if (!op.getIsStateful()) {
        stateless.add(op.getName());
      }
    }
    return needed.values().stream()
        .allMatch(
            node ->
                isVariable(node)
                    ? isFloat(node.getAttrOrThrow("dtype")) && hasShape(node)
                    : stateless.contains(node.getOp()));
  }

  /** The products with large kernels, by the name of the kernel's variable. */
  static Map<String, NodeDef> largeProducts(Map<String, NodeDef> needed) {
    Map<String, NodeDef> products = new LinkedHashMap<>();
    for (NodeDef node : needed.values()) {
      if (node.getOp().equals(MatMul.OP_NAME)
          && !node.getAttrOrDefault("transpose_a", FALSE).getB()
          && !node.getAttrOrDefault("transpose_b", FALSE).getB()) {
        variableOf(node, needed)
            .filter(variable -> pays(variable) && isReadOnlyBy(node, variable, needed))
            .ifPresent(variable -> products.put(variable.getName(), node));
      }
    }
    return products;
  }

  private static boolean pays(NodeDef kernel) {
    return kernel.getAttrOrThrow("shape").getShape().getDimCount() == 2
        && size(kernel) >= LARGE
        && dimension(kernel, 1) % COLUMNS == 0;
  }

  /** The variable that a product has as its second factor, read through an identity. */
  static Optional<NodeDef> variableOf(NodeDef product, Map<String, NodeDef> needed) {
    return Optional.ofNullable(needed.get(product.getInput(1)))
        .filter(read -> read.getOp().equals(Identity.OP_NAME))
        .map(read -> needed.get(read.getInput(0)))
        .filter(GraphNodes::isVariable);
  }

  private static boolean isReadOnlyBy(
      NodeDef product, NodeDef variable, Map<String, NodeDef> needed) {
    List<String> readers = readers(variable.getName(), needed);
    return readers.size() == 1
        && readers(readers.get(0), needed).equals(List.of(product.getName()));
  }

  private static List<String> readers(String name, Map<String, NodeDef> needed) {
    List<String> readers = new ArrayList<>();
    for (NodeDef node : needed.values()) {
      if (node.getInputList().stream().anyMatch(input -> nodeOf(input).equals(name))) {
        readers.add(node.getName());
      }
    }
    return readers;
  }

  static boolean isVariable(NodeDef node) {
    return node.getOp().equals(Variable.OP_NAME);
  }

  static boolean isFloat(AttrValue type) {
    return type.getType() == DataType.DT_FLOAT;
  }

  private static boolean hasShape(NodeDef variable) {
    TensorShapeProto shape = variable.getAttrOrThrow("shape").getShape();
    return !shape.getUnknownRank()
        && shape.getDimList().stream().allMatch(dimension -> dimension.getSize() >= 0);
  }

  /** Elements of a variable. */
  static long size(NodeDef variable) {
    return variable.getAttrOrThrow("shape").getShape().getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, Math::multiplyExact);
  }

  static int dimension(NodeDef variable, int index) {
    return Math.toIntExact(variable.getAttrOrThrow("shape").getShape().getDim(index).getSize());
  }

  /**
   * The node that an input or a tensor's name means: {@code name}, {@code name:1}, {@code ^name}.
   */
  private static String nodeOf(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
