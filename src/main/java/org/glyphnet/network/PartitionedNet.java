package org.glyphnet.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.glyphnet.Internal;
import org.tensorflow.Graph;
import org.tensorflow.op.Op;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.proto.GraphDef;

/**
 * The training step of a {@link ConvNet} over several workers: the same layers over the same batch,
 * with the ends {@link TensorNames#IMAGE}, {@link TensorNames#LABEL}, {@link TensorNames#STEP_COST}
 * and {@link TensorNames#TRAIN_STEP}. It makes the same network to rounding. It has no initial
 * values of its own: its variables are pushed into it and pulled out of it whole, under their names
 * in the network that is not divided.
 *
 * <p>Owns its graph; {@link #close} frees it, after every session on it was closed.
 */
@Internal
public final class PartitionedNet implements AutoCloseable {
  /** Operation that sets all variables from what is fed for {@link #pushed}. */
  public static final String PUSH = "push";

  static final String PULL = "pull";

  private final Graph graph;
  private final List<String> variables;

  private PartitionedNet(Graph graph, List<String> variables) {
    this.graph = graph;
    this.variables = variables;
  }

  /** What is computed where, and where the variables are kept. */
  public record Placement(int workers, IntFunction<String> device, String container) {}

  /**
   * Builds it.
   *
   * @param step what it does; its learning rate is fed with each step
   * @param seed what dropout is drawn from
   */
  public static PartitionedNet of(NetworkSpec spec, StepSpec step, long seed, Placement placement) {
    try (Graph anywhere = new Graph()) {
      GraphVariables all = new GraphVariables(anywhere, false);
      new PartitionedStep(anywhere, all, spec, placement.workers()).add(step, seed);
      List<PartitionedVariable> variables = whole(all);
      addPushAndPull(anywhere, variables);
      GraphDef placed =
          WorkerNames.place(anywhere.toGraphDef(), placement.device(), placement.container());
      Graph graph = new Graph();
      try {
        graph.importGraphDef(placed);
      } catch (RuntimeException | Error e) {
        graph.close();
        throw e;
      }
      return new PartitionedNet(graph, variables.stream().map(PartitionedVariable::name).toList());
    }
  }

  private static List<PartitionedVariable> whole(GraphVariables all) {
    Map<String, List<GraphVariables.Entry<?>>> parts = new LinkedHashMap<>();
    for (GraphVariables.Entry<?> variable : all.all()) {
      parts
          .computeIfAbsent(WorkerNames.withoutPrefix(variable.name()), name -> new ArrayList<>())
          .add(variable);
    }
    return parts.entrySet().stream()
        .map(entry -> new PartitionedVariable(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static void addPushAndPull(Graph graph, List<PartitionedVariable> variables) {
    Ops tf = Ops.create(graph).withSubScope("whole");
    List<Op> assigned = new ArrayList<>();
    for (PartitionedVariable variable : variables) {
      variable.addPull(graph, tf);
      assigned.addAll(variable.addPush(graph, tf));
    }
    NoOp.create(new OpScope(graph).withName(PUSH).withControlDependencies(assigned));
  }

  /** The graph; it belongs to this object. */
  public Graph graph() {
    return graph;
  }

  /** The variables by their names in the network that is not divided. */
  public List<String> variables() {
    return variables;
  }

  /** The placeholder that takes a variable's whole value. */
  public static String pushed(String variable) {
    return PUSH + "/" + variable;
  }

  /** The operation that gives a variable's whole value. */
  public static String pulled(String variable) {
    return PULL + "/" + variable;
  }

  @Override
  public void close() {
    graph.close();
  }
}
