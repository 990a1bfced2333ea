package org.glyphnet.saving;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Assign;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VariableDef;

/**
 * A network as a MetaGraphDef: graph, saver, variables and signatures in the form that TensorFlow
 * 1's {@code import_meta_graph} and every SavedModel loader read.
 *
 * <p>The graph must have its saver already: it gets one when it is first saved or restored.
 */
final class MetaGraphs {
  /**
   * Names of the saver that TF Java adds to a graph, which are Python's but for the file name's.
   */
  private static final String SAVER_FILENAME = "save/filename:0";

  private static final String SAVER_SAVE = "save/control_dependency:0";
  private static final String SAVER_RESTORE = "save/restore_all";

  private MetaGraphs() {}

  /** The meta graph of a checkpoint: graph, saver and collections. */
  static MetaGraphDef ofCheckpoint(ConvNet net, int keep) {
    return describe(net, List.of(), Map.of(), keep).build();
  }

  /** The meta graph for training on and for evaluating, as in the book. */
  static MetaGraphDef forTraining(ConvNet net) {
    SignatureDef evaluate =
        signature(
            net,
            Signatures.EVALUATE_METHOD,
            Map.of(
                Signatures.IMAGE, TensorNames.IMAGE,
                Signatures.LABEL, TensorNames.LABEL,
                Signatures.IS_TRAINING, TensorNames.IS_TRAINING),
            Map.of(
                Signatures.COST, TensorNames.COST,
                Signatures.ACCURACY, TensorNames.ACCURACY,
                Signatures.SCORES, TensorNames.SCORES,
                Signatures.PROBABILITIES, TensorNames.PROBABILITIES,
                Signatures.PREDICTION, TensorNames.PREDICTION));
    return describe(net, List.of(Signatures.TRAIN_TAG), Map.of(Signatures.EVALUATE, evaluate), 0)
        .build();
  }

  /** The meta graph for inference: image in; scores, probabilities and prediction out. */
  static MetaGraphDef forServing(ConvNet net) {
    SignatureDef predict =
        signature(
            net,
            Signatures.PREDICT_METHOD,
            Map.of(Signatures.IMAGE, TensorNames.IMAGE),
            Map.of(
                Signatures.SCORES, TensorNames.SCORES,
                Signatures.PROBABILITIES, TensorNames.PROBABILITIES,
                Signatures.PREDICTION, TensorNames.PREDICTION));
    return describe(
            net, List.of(Signatures.SERVE_TAG), Map.of(Signatures.SERVING_DEFAULT, predict), 0)
        .build();
  }

  /**
   * A message as bytes; equal messages give equal bytes, which protobuf's maps do not promise by
   * themselves.
   */
  static byte[] toBytes(Message message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    message.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static MetaGraphDef.Builder describe(
      ConvNet net, List<String> tags, Map<String, SignatureDef> signatures, int keep) {
    GraphDef graph = DefaultAttributes.strip(net.graph().toGraphDef());
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder().setGraphDef(graph).putAllSignatureDef(signatures);
    meta.getMetaInfoDefBuilder()
        .addAllTags(tags)
        .setTensorflowVersion(TensorFlow.version())
        .setStrippedDefaultAttrs(true)
        .setStrippedOpList(opsOf(graph));
    meta.getSaverDefBuilder()
        .setFilenameTensorName(SAVER_FILENAME)
        .setSaveTensorName(SAVER_SAVE)
        .setRestoreOpName(SAVER_RESTORE)
        .setMaxToKeep(keep)
        .setKeepCheckpointEveryNHours(10_000f)
        .setVersion(SaverDef.CheckpointFormatVersion.V2);
    CollectionDef.Builder all = CollectionDef.newBuilder();
    CollectionDef.Builder trainable = CollectionDef.newBuilder();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      ByteString described = describe(variable, graph).toByteString();
      all.getBytesListBuilder().addValue(described);
      if (variable.trainable()) {
        trainable.getBytesListBuilder().addValue(described);
      }
    }
    meta.putCollectionDef("variables", all.build());
    meta.putCollectionDef("trainable_variables", trainable.build());
    return meta;
  }

  private static Message describe(GraphVariables.Entry<?> variable, GraphDef graph) {
    return VariableDef.newBuilder()
        .setVariableName(variable.name() + ":0")
        .setInitializerName(initializer(variable.name(), graph))
        .setSnapshotName(variable.read().asOutput().name())
        .setTrainable(variable.trainable())
        .build();
  }

  /**
   * The operation that gives a variable its first value. In a graph without initialisers that is
   * the one that restores it: TensorFlow 1 does not load a graph in which it finds none.
   */
  private static String initializer(String variable, GraphDef graph) {
    List<String> assigning =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals(Assign.OP_NAME))
            .filter(node -> node.getInput(0).equals(variable))
            .map(NodeDef::getName)
            .toList();
    String initial = variable + "/Assign";
    return assigning.contains(initial) ? initial : assigning.get(0);
  }

  /**
   * Definitions of the operations that the graph uses, by name: TensorFlow lists them in another
   * order each time.
   */
  private static OpList opsOf(GraphDef graph) {
    Set<String> used = graph.getNodeList().stream().map(NodeDef::getOp).collect(Collectors.toSet());
    List<OpDef> ops =
        TensorFlow.registeredOpList().getOpList().stream()
            .filter(op -> used.contains(op.getName()))
            .sorted(Comparator.comparing(OpDef::getName))
            .toList();
    return OpList.newBuilder().addAllOp(ops).build();
  }

  private static SignatureDef signature(
      ConvNet net, String method, Map<String, String> inputs, Map<String, String> outputs) {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(method);
    inputs.forEach((key, name) -> signature.putInputs(key, tensorInfo(net, name)));
    outputs.forEach((key, name) -> signature.putOutputs(key, tensorInfo(net, name)));
    return signature.build();
  }

  private static TensorInfo tensorInfo(ConvNet net, String name) {
    Operand<?> tensor = net.graph().outputOrThrow(name);
    Output<?> output = tensor.asOutput();
    Shape shape = output.shape();
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(name + ":" + output.index())
        .setDtype(output.dataType())
        .setTensorShape(dimensions)
        .build();
  }
}
