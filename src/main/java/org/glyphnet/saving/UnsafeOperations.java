package org.glyphnet.saving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The operations of a graph that reach files, the network or Python: a saved graph is a program,
 * and runs when it is loaded or asked.
 */
@Internal
public final class UnsafeOperations {
  /** By name, whatever their version. Those that only compute or keep state are not among them. */
  private static final Pattern REACHES_OUT =
      Pattern.compile(
          "(Eager)?PyFunc(Stateless)?|(Read|Write|Matching)Files?|DeleteFile.*|.*Reader(Read|V2).*"
              + "|(WholeFile|TextLine|FixedLengthRecord|TFRecord|LMDB|Identity|BigQuery)Reader.*"
              + "|.*(TextLine|TFRecord|FixedLengthRecord|CSV|Sql|LMDB|Snapshot|SaveTo|Load|Save)"
              + "Dataset.*|DatasetToTFRecord|ExperimentalDatasetToTFRecord|.*CacheDataset.*"
              + "|DistributedSave|SaveSlices|Save|InitializeTableFromTextFile.*|PrintV2"
              + "|.*SummaryWriter.*|CreateSummary.*|Write.*Summary|ImportEvent|Debug.*|Rpc.*"
              + "|TryRpc|_?(Host)?(Send|Recv)|Collective.*|RegisterDataset.*|DataService.*"
              + "|GenerateVocabRemapping|LoadAndRemapMatrix");

  /** They write files, too: a saver has them, which runs only when somebody saves. */
  private static final Set<String> SAVERS = Set.of("SaveV2", "MergeV2Checkpoints");

  private UnsafeOperations() {}

  /** Their types, by name; empty in a graph that only computes. */
  public static NavigableSet<String> in(MetaGraphDef meta) {
    NavigableSet<String> found = new TreeSet<>();
    nodes(meta.getGraphDef())
        .map(NodeDef::getOp)
        .filter(op -> REACHES_OUT.matcher(op).matches())
        .forEach(found::add);
    Map<String, NodeDef> byName = new HashMap<>();
    meta.getGraphDef().getNodeList().forEach(node -> byName.put(node.getName(), node));
    for (NodeDef node : ancestors(byName, ends(meta))) {
      if (SAVERS.contains(node.getOp())) {
        found.add(node.getOp());
      }
    }
    for (FunctionDef function : meta.getGraphDef().getLibrary().getFunctionList()) {
      // A saver in a function is a part of TensorFlow 2's; only its own signature calls it.
      function.getNodeDefList().stream()
          .map(NodeDef::getOp)
          .filter(op -> REACHES_OUT.matcher(op).matches())
          .forEach(found::add);
    }
    return found;
  }

  /**
   * Refuses graphs that reach out.
   *
   * @param where they come from, for the message
   * @throws DataException that names the operations
   */
  static void check(List<MetaGraphDef> metas, String where) {
    NavigableSet<String> found = new TreeSet<>();
    metas.forEach(meta -> found.addAll(in(meta)));
    if (!found.isEmpty()) {
      throw new DataException(
          where
              + ": its graph reaches files, the network or Python ("
              + String.join(", ", found)
              + "), which happens when it is loaded or asked; it is not run unless you trust it",
          Remedy.TRUST_MODEL);
    }
  }

  private static Stream<NodeDef> nodes(GraphDef graph) {
    return graph.getNodeList().stream();
  }

  /** What is run when the graph is restored, loaded and asked. */
  private static Set<String> ends(MetaGraphDef meta) {
    Set<String> ends = new HashSet<>();
    for (SignatureDef signature : meta.getSignatureDefMap().values()) {
      signature.getOutputsMap().values().stream().map(TensorInfo::getName).forEach(ends::add);
    }
    ends.add(meta.getSaverDef().getRestoreOpName());
    meta.getCollectionDefMap()
        .values()
        .forEach(collection -> ends.addAll(collection.getNodeList().getValueList()));
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      if (node.getOp().startsWith("Assign")) {
        ends.add(node.getName()); // an initialiser
      }
    }
    return ends;
  }

  private static Set<NodeDef> ancestors(Map<String, NodeDef> byName, Set<String> ends) {
    Set<NodeDef> reached = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      String name = open.remove().replaceFirst("^\\^", "").replaceFirst(":.*$", "");
      NodeDef node = byName.get(name);
      if (node != null && seen.add(name)) {
        reached.add(node);
        open.addAll(node.getInputList());
      }
    }
    return reached;
  }
}
