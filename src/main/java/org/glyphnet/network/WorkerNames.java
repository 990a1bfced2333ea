package org.glyphnet.network;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Where an operation runs is in its name: what begins with {@code worker2/} runs on worker 2, all
 * else on worker 0. A name is all that TensorFlow's own gradients can be told where to go by.
 */
final class WorkerNames {
  /** A scope that is entered again gets another number at its end. */
  private static final Pattern NAME = Pattern.compile("worker(\\d+)(?:_\\d+)?/.*");

  private WorkerNames() {}

  /** What the names of a worker's operations begin with, without the slash. */
  static String prefix(int worker) {
    return "worker" + worker;
  }

  /** A variable's name without the worker's prefix. */
  static String withoutPrefix(String name) {
    return NAME.matcher(name).matches() ? name.substring(name.indexOf('/') + 1) : name;
  }

  /**
   * The same graph with every operation in its place.
   *
   * @param device the name of a worker's device
   * @param container under which the servers keep the variables
   */
  static GraphDef place(GraphDef graph, IntFunction<String> device, String container) {
    Map<String, NodeDef> variables = new HashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals(Variable.OP_NAME)) {
        variables.put(node.getName(), node);
      }
    }
    GraphDef.Builder placed = graph.toBuilder();
    for (NodeDef.Builder node : placed.getNodeBuilderList()) {
      // What reads or writes a variable by reference runs where the variable is.
      NodeDef variable = node.getInputCount() == 0 ? null : variables.get(node.getInput(0));
      node.setDevice(device.apply(worker(variable == null ? node.getName() : variable.getName())));
      if (variables.containsKey(node.getName())) {
        node.putAttr(
            "container", AttrValue.newBuilder().setS(ByteString.copyFromUtf8(container)).build());
      }
    }
    return placed.build();
  }

  private static int worker(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
