package org.glyphnet.saving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.network.Activation;
import org.glyphnet.network.BatchNormSpec;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.TensorNames;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Reads off an inference graph of ours which network it is: every version so far names its layers
 * as the book does. What only training knows (dropout, the momentum of batch normalisation) is not
 * in it.
 */
final class SavedNetwork {
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final String where;

  private SavedNetwork(GraphDef graph, String where) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    this.where = where;
  }

  /**
   * The network, with the book's dropout and batch normalisation's momentum.
   *
   * @param where the graph comes from, for messages
   * @throws DataException when it is no network of glyphnet's
   */
  static NetworkSpec of(GraphDef graph, String where) {
    return new SavedNetwork(graph, where).spec();
  }

  private NetworkSpec spec() {
    TensorShapeProto image = node(TensorNames.IMAGE).getAttrOrThrow("shape").getShape();
    if (image.getDimCount() != 4) {
      throw other("a placeholder '" + TensorNames.IMAGE + "' of four dimensions");
    }
    InputSpec input =
        new InputSpec(
            size(image, 1),
            size(image, 2),
            size(image, 3),
            nodes.containsKey("Standardise_Image/mean"));
    List<ConvSpec.Layer> layers = new ArrayList<>();
    int number = 1;
    for (; nodes.containsKey(kernel("Conv2d_", number)); number++) {
      TensorShapeProto kernel = shape(kernel("Conv2d_", number));
      layers.add(
          new ConvSpec.Layer(
              size(kernel, 3), size(kernel, 0), startsAny("MaxPool_Layer" + number)));
    }
    int convolutions = layers.size();
    boolean normalised = nodes.containsKey("BatchNorm_Layer1/gamma");
    if (normalised) {
      checkOrder(convolutions);
    }
    List<Integer> units = new ArrayList<>();
    for (; nodes.containsKey(kernel("Dense", number)); number++) {
      units.add(size(shape(kernel("Dense", number)), 1));
    }
    if (convolutions == 0 || units.isEmpty()) {
      throw other("layers named as the book names them, Conv2d_Layer1 and DenseLayer...");
    }
    int last = number - 1;
    int classes = units.remove(units.size() - 1);
    boolean book = nodes.containsKey("BatchNorm_Layer" + last + "/gamma");
    NetworkSpec network = NetworkSpec.bookText();
    return new NetworkSpec(
        input,
        classes,
        new ConvSpec(
            layers,
            padding(),
            normalised,
            startsAny("GlobalPool_Layer" + convolutions)
                ? ConvSpec.FeaturePooling.GLOBAL
                : ConvSpec.FeaturePooling.FLATTEN),
        new DenseSpec(
            units,
            network.dropout(),
            book ? DenseSpec.Head.BOOK : DenseSpec.Head.LOGITS,
            nodes.containsKey(TensorNames.TEMPERATURE)),
        activation(convolutions, last),
        new BatchNormSpec(network.batchNorm().momentum(), epsilon(last)));
  }

  /** An early form of the normalised blocks pooled last: another network of the same variables. */
  private void checkOrder(int convolutions) {
    for (int number = 1; number <= convolutions; number++) {
      NodeDef pool = nodes.get("MaxPool_Layer" + number + "/MaxPool");
      if (pool != null && pool.getInput(0).startsWith("BatchNorm_Layer" + number)) {
        throw new DataException(
            where
                + ": its blocks are normalised before they are pooled, as an early glyphnet 0.2 made"
                + " them; it can be asked, but no run starts from it");
      }
    }
  }

  private Padding padding() {
    return nodes.values().stream()
        .filter(node -> node.getOp().equals("Conv2D") && node.getName().startsWith("Conv2d_Layer1"))
        .findFirst()
        .map(node -> Padding.valueOf(node.getAttrOrThrow("padding").getS().toStringUtf8()))
        .orElseThrow(() -> other("a convolution in Conv2d_Layer1"));
  }

  /** After the first convolution, its pooling, or a dense layer: the same everywhere. */
  private Activation activation(int convolutions, int last) {
    List<String> places = new ArrayList<>(List.of("MaxPool_Layer1", "Conv2d_Layer1"));
    for (int number = convolutions + 1; number <= last; number++) {
      places.add("LRELU_Layer" + number);
    }
    for (String place : places) {
      Optional<Activation> found =
          Optional.ofNullable(nodes.get(place)).flatMap(node -> activation(node));
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw other("an activation that glyphnet knows");
  }

  private static Optional<Activation> activation(NodeDef node) {
    return switch (node.getOp()) {
      case "LeakyRelu" -> Optional.of(Activation.LEAKY_RELU);
      case "Relu" -> Optional.of(Activation.RELU);
      case "Elu" -> Optional.of(Activation.ELU);
      case "Selu" -> Optional.of(Activation.SELU);
      case "Tanh" -> Optional.of(Activation.TANH);
      case "Sigmoid" -> Optional.of(Activation.SIGMOID);
      case "Softplus" -> Optional.of(Activation.SOFTPLUS);
      case "Mul" -> Optional.of(Activation.SWISH);
      default -> Optional.empty();
    };
  }

  /** What a batch normalisation adds to the variance; the book's where there is none. */
  private float epsilon(int last) {
    for (int number = 1; number <= last; number++) {
      String layer = "BatchNorm_Layer" + number + "/";
      for (NodeDef node : nodes.values()) {
        if (node.getName().startsWith(layer) && node.getOp().equals("Rsqrt")) {
          NodeDef sum = nodes.get(node.getInput(0));
          for (String added : sum == null ? List.<String>of() : sum.getInputList()) {
            NodeDef constant = nodes.get(added);
            if (constant != null && constant.getOp().equals("Const")) {
              return constant.getAttrOrThrow("value").getTensor().getFloatVal(0);
            }
          }
        }
      }
    }
    return NetworkSpec.bookText().batchNorm().epsilon();
  }

  private static String kernel(String kind, int number) {
    return kind + "Layer" + number + "/kernel";
  }

  private boolean startsAny(String layer) {
    return nodes.containsKey(layer)
        || nodes.keySet().stream().anyMatch(name -> name.startsWith(layer + "/"));
  }

  private NodeDef node(String name) {
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw other("'" + name + "'");
    }
    return node;
  }

  private TensorShapeProto shape(String variable) {
    return node(variable).getAttrOrDefault("shape", AttrValue.getDefaultInstance()).getShape();
  }

  private int size(TensorShapeProto shape, int index) {
    if (shape.getDimCount() <= index || shape.getDim(index).getSize() < 1) {
      throw other("sizes that are fixed");
    }
    return Math.toIntExact(shape.getDim(index).getSize());
  }

  private DataException other(String wanted) {
    return new DataException(
        where + ": is no network of glyphnet's; expected " + wanted + " in its graph");
  }
}
