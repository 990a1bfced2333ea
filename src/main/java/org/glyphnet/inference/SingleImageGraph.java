package org.glyphnet.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;

/**
 * An inference graph rewritten for one image. Its large dense kernels, {@code [inputs, units]},
 * become blocks of columns, {@code [units / 32, inputs, 32]}, and their products one for each
 * block; small variables become constants, and poolings do not keep the places of their maxima.
 */
final class SingleImageGraph {
  /** Two cache lines of each input: 16 and 64 columns were no faster, 128 half as fast. */
  private static final int COLUMNS = GraphNodes.COLUMNS;

  /** In elements; what has fewer is no cost as a constant. */
  private static final long SMALL = 1 << 14;

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
   * Looks for what can be rewritten in a graph.
   *
   * @return nothing where it has no large dense kernel, or something that cannot be copied
   */
  static Optional<SingleImageGraph> of(GraphDef inference, List<String> ends) {
    Map<String, NodeDef> needed = GraphNodes.leadingTo(inference, ends);
    Map<String, NodeDef> large = GraphNodes.largeProducts(needed);
    return large.isEmpty() || !GraphNodes.canBeCopied(needed)
        ? Optional.empty()
        : Optional.of(new SingleImageGraph(inference, needed, large));
  }

  /** The variables whose values have to be copied into the rewritten graph's. */
  List<String> copied() {
    return needed.values().stream()
        .filter(node -> GraphNodes.isVariable(node) && GraphNodes.size(node) > SMALL)
        .map(NodeDef::getName)
        .toList();
  }

  /** Placeholder of a copied variable's value, in its shape. */
  static String feedOf(String variable) {
    return variable + "/single_image_feed";
  }

  /** Operation that copies what is fed into the variable. */
  static String assignmentOf(String variable) {
    return variable + "/single_image_assign";
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
      if (GraphNodes.isVariable(node)) {
        rewritten.addAllNode(
            GraphNodes.size(node) > SMALL
                ? copiedVariable(node)
                : List.of(constant(node, restored)));
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
    int inputs = GraphNodes.dimension(variable, 0);
    int blocks = GraphNodes.dimension(variable, 1) / COLUMNS;
    NodeDef shape = NodeDefs.ints(name + "/single_image_shape", inputs, blocks, COLUMNS);
    NodeDef order = NodeDefs.ints(name + "/single_image_order", 1, 0, 2);
    NodeDef rows = NodeDefs.reshape(name + "/single_image_rows", feed.getName(), shape.getName());
    NodeDef turned =
        NodeDefs.transpose(name + "/single_image_blocks", rows.getName(), order.getName());
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
    NodeDef kernel = GraphNodes.variableOf(product, needed).orElseThrow();
    NodeDef rowsShape =
        NodeDefs.ints(name + "/single_image_rows_shape", 1, -1, GraphNodes.dimension(kernel, 0));
    NodeDef order = NodeDefs.ints(name + "/single_image_order", 1, 0, 2);
    NodeDef outputShape =
        NodeDefs.ints(name + "/single_image_output_shape", -1, GraphNodes.dimension(kernel, 1));
    NodeDef rows =
        NodeDefs.reshape(name + "/single_image_rows", product.getInput(0), rowsShape.getName());
    // [blocks, rows, columns]
    NodeDef products =
        NodeDefs.node(
                name + "/single_image_products",
                "BatchMatMulV2",
                rows.getName(),
                product.getInput(1))
            .putAttr("T", NodeDefs.FLOAT)
            .build();
    NodeDef turned =
        NodeDefs.transpose(name + "/single_image_turned", products.getName(), order.getName());
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
    NodeDef window = NodeDefs.ints(name + "/single_image_window", list(pooling, "ksize"));
    NodeDef strides = NodeDefs.ints(name + "/single_image_strides", list(pooling, "strides"));
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
        && GraphNodes.isFloat(node.getAttrOrDefault("T", NodeDefs.FLOAT))
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
}
