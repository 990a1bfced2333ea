package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.glyphnet.saving.NamedTensors;
import org.glyphnet.saving.SavedFile;
import org.glyphnet.saving.SavedVariable;
import org.glyphnet.saving.UnsafeOperations;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** {@code inspect}: what is in a SavedModel or a checkpoint. */
final class InspectCommand implements Command {
  @Override
  public Declaration declaration() {
    return new Declaration(
        "inspect",
        "shows tags, signatures, tensors and variables of a SavedModel or checkpoint",
        "FILE",
        "FILE is a SavedModel's folder, a model's folder of versions, a checkpoint's prefix or its folder");
  }

  @Override
  public OptionList options() {
    return new OptionList().flag("nodes", "list every operation of the graph too");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    if (arguments.rest().size() != 1) {
      throw new UsageException(
          "inspect takes one SavedModel folder or checkpoint, found "
              + arguments.rest().size()
              + " words");
    }
    Path path = Arguments.asPath("FILE", arguments.rest().get(0));
    SavedFile saved = SavedFile.open(path);
    out.println(saved.kind() + " " + saved.path());
    for (MetaGraphDef meta : saved.metaGraphs()) {
      print(meta, arguments.has("nodes"), out);
    }
  }

  private static void print(MetaGraphDef meta, boolean nodes, PrintStream out) {
    var info = meta.getMetaInfoDef();
    out.println();
    out.printf(
        Locale.ROOT,
        "meta graph%s: %,d operations, TensorFlow %s, default attributes %s%n",
        info.getTagsCount() == 0 ? "" : " with tag " + String.join(", ", info.getTagsList()),
        meta.getGraphDef().getNodeCount(),
        info.getTensorflowVersion(),
        info.getStrippedDefaultAttrs() ? "stripped" : "kept");
    for (Map.Entry<String, SignatureDef> signature :
        new TreeMap<>(meta.getSignatureDefMap()).entrySet()) {
      out.println(
          "  signature " + signature.getKey() + ", method " + signature.getValue().getMethodName());
      print("in", signature.getValue().getInputsMap(), out);
      print("out", signature.getValue().getOutputsMap(), out);
    }
    NavigableSet<String> reachOut = UnsafeOperations.in(meta);
    if (!reachOut.isEmpty()) {
      out.println("  reaches files, the network or Python: " + String.join(", ", reachOut));
    }
    out.println("  tensors");
    for (NamedTensors.Named tensor : NamedTensors.of(meta)) {
      out.printf(
          Locale.ROOT,
          "    %-28s %-8s %s%n",
          tensor.name(),
          word(tensor.type()),
          shape(tensor.shape()));
    }
    printVariables(meta, out);
    if (nodes) {
      out.println("  operations");
      for (NodeDef node : meta.getGraphDef().getNodeList()) {
        out.println("    " + node.getName() + "  " + node.getOp());
      }
    }
  }

  private static void print(String direction, Map<String, TensorInfo> tensors, PrintStream out) {
    for (Map.Entry<String, TensorInfo> tensor : new TreeMap<>(tensors).entrySet()) {
      TensorInfo info = tensor.getValue();
      out.printf(
          Locale.ROOT,
          "    %-3s %-14s %-8s %-18s %s%n",
          direction,
          tensor.getKey(),
          word(info.getDtype()),
          shape(info.getTensorShape()),
          info.getName());
    }
  }

  private static void printVariables(MetaGraphDef meta, PrintStream out) {
    List<SavedVariable> variables = SavedVariable.of(meta);
    out.println("  variables");
    for (SavedVariable variable : variables) {
      out.printf(
          Locale.ROOT,
          "    %-34s %-8s %-18s%s%n",
          variable.name(),
          word(variable.type()),
          shape(variable.shape()),
          variable.trainable() ? " trainable" : "");
    }
    out.printf(
        Locale.ROOT,
        "    %,d variables, %,d elements%n",
        variables.size(),
        variables.stream().mapToLong(SavedVariable::elements).sum());
  }

  /** {@code [batch, 28, 28, 1]}; what is not fixed is a question mark. */
  private static String shape(TensorShapeProto shape) {
    if (shape.getUnknownRank()) {
      return "unknown";
    }
    return shape.getDimList().stream()
        .map(dim -> dim.getSize() < 0 ? "?" : Long.toString(dim.getSize()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String shape(Shape shape) {
    if (shape.isUnknown()) {
      return "unknown";
    }
    return Arrays.stream(shape.asArray())
        .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(DataType type) {
    return switch (type) {
      case DT_FLOAT -> "float32";
      case DT_INT64 -> "int64";
      case DT_BOOL -> "bool";
      default -> type.name().replaceFirst("^DT_", "").toLowerCase(java.util.Locale.ROOT);
    };
  }
}
