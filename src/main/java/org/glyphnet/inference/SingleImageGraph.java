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
import java.util.stream.Collectors;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/**
 * An inference graph rewritten for one image. Its large dense kernels, {@code [inputs, units]},
 * become blocks of columns, {@code [units / 32, inputs, 32]}, and their products one for each
 * block; small variables become constants, and poolings forget where the maxima were.
 */
final class SingleImageGraph {
  /** Two cache lines of each input: 16 and 64 columns were no faster, 128 half as fast. */
  private static final int COLUMNS = 32;

  /** In elements, 4 MB: a smaller kernel stays in the cache that is a core's own. */
  private static final long LARGE = 1 << 20;

  /** In elements; what has fewer is no cost as a constant. */
  private static final long SMALL = 1 << 14;

  private static final AttrValue FALSE = AttrValue.newBuilder().setB(false).build();

  private final GraphDef inference;
  private final Map<String, NodeDef> needed;

  /** The products with large kernels, by the name of the kernel's variable. */
  private final Map<String, NodeDef> largeProducts;

  private SingleImageGraph(
      GraphDef inference, Map<String, NodeDef> needed, Map<String, NodeDef> largeProducts) {
    this.inference = inference;
    this.needed = needed;
    this.largeProducts = largeProducts;
  }

  /**
   * Looks a graph through.
   *
   * @return nothing where it has no large dense kernel, or something that cannot be taken along
   */
  static Optional<SingleImageGraph> of(GraphDef inference, List<String> ends) {
    Map<String, NodeDef> needed = needed(inference, ends);
    Map<String, NodeDef> large = largeProducts(needed);
    return large.isEmpty() || !canBeTakenAlong(needed)
        ? Optional.empty()
        : Optional.of(new SingleImageGraph(inference, needed, large));
  }

  /** The variables whose values have to be copied into the rewritten graph's. */
  List<String> copied() {
    return needed.values().stream()
        .filter(node -> isVariable(node) && size(node) > SMALL)
        .map(NodeDef::getName)
        .toList();
  }

  /** Placeholder of a copied variable's value, in its shape. */
  static String feedOf(String variable) {
    return variable + "/lone_image_feed";
  }

  /** Operation that copies what is fed into the variable. */
  static String assignmentOf(String variable) {
    return variable + "/lone_image_assign";
  }

  /**
   * The rewritten graph.
   *
   * @param restored gives the values of the small variables
   */
  GraphDef graph(Session restored) {
    GraphDef.Builder rewritten = GraphDef.newBuilder().setVersions(inference.getVersions());
    Set<String> products =
        largeProducts.values().stream().map(NodeDef::getName).collect(Collectors.toSet());
    for (NodeDef node : needed.values()) {
      if (isVariable(node)) {
        rewritten.addAllNode(
            size(node) > SMALL ? copiedVariable(node) : List.of(constant(node, restored)));
      } else if (products.contains(node.getName())) {
        rewritten.addAllNode(productOfBlocks(node));
      } else if (isPooling(node)) {
        rewritten.addAllNode(poolingWithoutPlaces(node));
      } else {
        rewritten.addNode(node);
      }
    }
    return rewritten.build();
  }

  private List<NodeDef> copiedVariable(NodeDef variable) {
    String name = variable.getName();
    NodeDef feed =
        NodeDefs.node(feedOf(name), Placeholder.OP_NAME).putAttr("dtype", NodeDefs.FLOAT).build();
    if (!largeProducts.containsKey(name)) {
      return List.of(variable, feed, NodeDefs.assign(assignmentOf(name), name, feed.getName()));
    }
    int inputs = dimension(variable, 0);
    int blocks = dimension(variable, 1) / COLUMNS;
    NodeDef shape = NodeDefs.ints(name + "/lone_image_shape", inputs, blocks, COLUMNS);
    NodeDef order = NodeDefs.ints(name + "/lone_image_order", 1, 0, 2);
    NodeDef rows = NodeDefs.reshape(name + "/lone_image_rows", feed.getName(), shape.getName());
    NodeDef turned =
        NodeDefs.transpose(name + "/lone_image_blocks", rows.getName(), order.getName());
    NodeDef ofBlocks =
        variable.toBuilder()
            .putAttr(
                "shape",
                AttrValue.newBuilder().setShape(NodeDefs.shape(blocks, inputs, COLUMNS)).build())
            .build();
    return List.of(
        ofBlocks,
        feed,
        shape,
        order,
        rows,
        turned,
        NodeDefs.assign(assignmentOf(name), name, turned.getName()));
  }

  /** Right for any number of rows, as the product it replaces. */
  private List<NodeDef> productOfBlocks(NodeDef product) {
    String name = product.getName();
    NodeDef kernel = variableOf(product, needed).orElseThrow();
    NodeDef rowsShape = NodeDefs.ints(name + "/lone_image_rows_shape", 1, -1, dimension(kernel, 0));
    NodeDef order = NodeDefs.ints(name + "/lone_image_order", 1, 0, 2);
    NodeDef outputShape =
        NodeDefs.ints(name + "/lone_image_output_shape", -1, dimension(kernel, 1));
    NodeDef rows =
        NodeDefs.reshape(name + "/lone_image_rows", product.getInput(0), rowsShape.getName());
    // [blocks, rows, columns]
    NodeDef products =
        NodeDefs.node(
                name + "/lone_image_products", "BatchMatMulV2", rows.getName(), product.getInput(1))
            .putAttr("T", NodeDefs.FLOAT)
            .build();
    NodeDef turned =
        NodeDefs.transpose(name + "/lone_image_turned", products.getName(), order.getName());
    return List.of(
        rowsShape,
        order,
        outputShape,
        rows,
        products,
        turned,
        NodeDefs.reshape(name, turned.getName(), outputShape.getName()));
  }

  /**
   * The same maxima from the operation that does not remember their places (measured: 18 and 8
   * microseconds instead of 58 and 45). Not for every inference graph: TensorFlow Lite does not
   * know it.
   */
  private static List<NodeDef> poolingWithoutPlaces(NodeDef pooling) {
    String name = pooling.getName();
    NodeDef window = NodeDefs.ints(name + "/lone_image_window", list(pooling, "ksize"));
    NodeDef strides = NodeDefs.ints(name + "/lone_image_strides", list(pooling, "strides"));
    return List.of(
        window,
        strides,
        pooling.toBuilder()
            .setOp("MaxPoolV2")
            .addInput(window.getName())
            .addInput(strides.getName())
            .removeAttr("ksize")
            .removeAttr("strides")
            .removeAttr("explicit_paddings")
            .build());
  }

  /** With padding by name; the other operation has no explicit one. */
  private static boolean isPooling(NodeDef node) {
    return node.getOp().equals("MaxPool")
        && isFloat(node.getAttrOrDefault("T", NodeDefs.FLOAT))
        && !node.getAttrOrThrow("padding").getS().toStringUtf8().equals("EXPLICIT");
  }

  private static int[] list(NodeDef node, String attribute) {
    return node.getAttrOrThrow(attribute).getList().getIList().stream()
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private static NodeDef constant(NodeDef variable, Session restored) {
    TensorProto.Builder value =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(variable.getAttrOrThrow("shape").getShape());
    try (Result result = restored.runner().fetch(variable.getName()).run()) {
      FloatDataBuffer values = ((TFloat32) result.get(0)).asRawTensor().data().asFloats();
      for (long i = 0; i < values.size(); i++) {
        value.addFloatVal(values.getFloat(i));
      }
    }
    return NodeDefs.constant(variable.getName(), NodeDefs.FLOAT, value);
  }

  /** The nodes that lead to the ends, by name, in the graph's order. */
  private static Map<String, NodeDef> needed(GraphDef graph, List<String> ends) {
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
  private static boolean canBeTakenAlong(Map<String, NodeDef> needed) {
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

  private static Map<String, NodeDef> largeProducts(Map<String, NodeDef> needed) {
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
  private static Optional<NodeDef> variableOf(NodeDef product, Map<String, NodeDef> needed) {
    return Optional.ofNullable(needed.get(product.getInput(1)))
        .filter(read -> read.getOp().equals(Identity.OP_NAME))
        .map(read -> needed.get(read.getInput(0)))
        .filter(SingleImageGraph::isVariable);
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

  private static boolean isVariable(NodeDef node) {
    return node.getOp().equals(Variable.OP_NAME);
  }

  private static boolean isFloat(AttrValue type) {
    return type.getType() == DataType.DT_FLOAT;
  }

  private static boolean hasShape(NodeDef variable) {
    TensorShapeProto shape = variable.getAttrOrThrow("shape").getShape();
    return !shape.getUnknownRank()
        && shape.getDimList().stream().allMatch(dimension -> dimension.getSize() >= 0);
  }

  private static long size(NodeDef variable) {
    return variable.getAttrOrThrow("shape").getShape().getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, Math::multiplyExact);
  }

  private static int dimension(NodeDef variable, int index) {
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
