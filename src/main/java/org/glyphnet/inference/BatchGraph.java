package org.glyphnet.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.network.KeptSpectrum;
import org.glyphnet.network.Padding;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * An inference graph rewritten for many images at a time: the convolutions that are faster by way
 * of spectra go that way. It is put beside the restored graph, under a prefix, and reads the
 * restored variables: only the spectra need memory of their own.
 */
final class BatchGraph {
  /** What every name of the rewritten graph begins with. */
  static final String PREFIX = "many_images";

  private final Map<String, NodeDef> needed;
  private final Map<String, Convolution> convolutions;

  /** A convolution that goes by way of spectra. */
  private record Convolution(NodeDef node, String kernel, GraphDef spectral) {}

  private BatchGraph(Map<String, NodeDef> needed, Map<String, Convolution> convolutions) {
    this.needed = needed;
    this.convolutions = convolutions;
  }

  /**
   * Looks for what can be rewritten in a graph.
   *
   * @param restored the same graph, which knows the shapes
   * @return nothing where no convolution gains, or something cannot be there twice
   */
  static Optional<BatchGraph> of(GraphDef inference, Graph restored, List<String> ends) {
    Map<String, NodeDef> needed = GraphNodes.leadingTo(inference, ends);
    Map<String, Convolution> found = new LinkedHashMap<>();
    for (NodeDef node : needed.values()) {
      convolution(node, needed, restored).ifPresent(one -> found.put(node.getName(), one));
    }
    return found.isEmpty() || !GraphNodes.canBeCopied(needed)
        ? Optional.empty()
        : Optional.of(new BatchGraph(needed, found));
  }

  /** The rewritten graph, to be imported under {@link #PREFIX}. */
  GraphDef graph() {
    GraphDef.Builder rewritten = GraphDef.newBuilder();
    for (NodeDef node : needed.values()) {
      if (GraphNodes.isVariable(node)) {
        rewritten.addNode(shared(node));
      } else if (convolutions.containsKey(node.getName())) {
        rewritten.addAllNode(spectral(convolutions.get(node.getName())));
      } else {
        rewritten.addNode(node);
      }
    }
    return rewritten.build();
  }

  /** What has to be run once: each kernel's variable, and where its spectrum is made. */
  Map<String, String> kernels() {
    Map<String, String> kernels = new LinkedHashMap<>();
    convolutions.forEach((name, one) -> kernels.put(PREFIX + "/" + name, one.kernel()));
    return kernels;
  }

  /** The restored variable under another node's name: one resource in the session. */
  private static NodeDef shared(NodeDef variable) {
    String resource =
        variable.getAttrOrDefault("shared_name", NodeDefs.text("")).getS().toStringUtf8();
    return variable.toBuilder()
        .putAttr("shared_name", NodeDefs.text(resource.isEmpty() ? variable.getName() : resource))
        .build();
  }

  private static List<NodeDef> spectral(Convolution convolution) {
    NodeDef node = convolution.node();
    List<NodeDef> nodes = new ArrayList<>();
    for (NodeDef part : convolution.spectral().getNodeList()) {
      if (part.getName().equals(KeptSpectrum.INPUT)) {
        continue;
      }
      NodeDef.Builder renamed = part.toBuilder().setName(nameOf(part.getName(), node)).clearInput();
      part.getInputList().forEach(input -> renamed.addInput(inputOf(input, node)));
      nodes.add(renamed.build());
    }
    return nodes;
  }

  private static String inputOf(String input, NodeDef node) {
    if (input.equals(KeptSpectrum.INPUT)) {
      return node.getInput(0);
    }
    return input.startsWith("^") ? "^" + nameOf(input.substring(1), node) : nameOf(input, node);
  }

  /** The output takes the convolution's name, so that its readers find it. */
  private static String nameOf(String part, NodeDef node) {
    return part.equals(KeptSpectrum.OUTPUT) ? node.getName() : node.getName() + "/" + part;
  }

  private static Optional<Convolution> convolution(
      NodeDef node, Map<String, NodeDef> needed, Graph restored) {
    if (!node.getOp().equals(Conv2d.OP_NAME) || !isPlain(node)) {
      return Optional.empty();
    }
    Optional<NodeDef> variable = GraphNodes.variableOf(node, needed);
    Shape input = restored.outputOrThrow(node.getInput(0)).shape();
    if (variable.isEmpty() || input.numDimensions() != 4) {
      return Optional.empty();
    }
    Shape kernel =
        Shape.of(
            variable.get().getAttrOrThrow("shape").getShape().getDimList().stream()
                .mapToLong(dimension -> dimension.getSize())
                .toArray());
    Padding padding = Padding.valueOf(node.getAttrOrThrow("padding").getS().toStringUtf8());
    return KeptSpectrum.pays(input, kernel, padding)
        ? Optional.of(
            new Convolution(
                node, variable.get().getName(), KeptSpectrum.graph(input, kernel, padding)))
        : Optional.empty();
  }

  /** In float32, with stride 1, without dilation, channels last, padding by name. */
  private static boolean isPlain(NodeDef node) {
    String format =
        node.getAttrOrDefault("data_format", NodeDefs.text("NHWC")).getS().toStringUtf8();
    return GraphNodes.isFloat(node.getAttrOrThrow("T"))
        && format.equals("NHWC")
        && isOnes(node.getAttrOrThrow("strides"))
        && isOnes(node.getAttrOrDefault("dilations", AttrValue.getDefaultInstance()))
        && !node.getAttrOrThrow("padding").getS().toStringUtf8().equals("EXPLICIT");
  }

  private static boolean isOnes(AttrValue list) {
    return list.getList().getIList().stream().allMatch(each -> each == 1);
  }
}
