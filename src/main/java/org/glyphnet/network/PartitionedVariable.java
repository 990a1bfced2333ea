package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Identity;

/**
 * A variable of the network of which each worker has some columns, or each a copy of a scalar, or
 * one worker all.
 *
 * @param name its name in the network that is not divided
 * @param parts in the order of the workers, at least one
 */
record PartitionedVariable(String name, List<GraphVariables.Entry<?>> parts) {
  /**
   * Adds the operation that gives its whole value.
   *
   * @param tf for what else it takes; one for all variables, because making one reads the graph
   */
  void addPull(Graph graph, Ops tf) {
    Operand<?> value = parts.get(0).read();
    if (parts.size() > 1 && rank() > 0) {
      List<Output<?>> reads = new ArrayList<>();
      parts.forEach(part -> reads.add(part.read().asOutput()));
      value =
          graph
              .opBuilder("ConcatV2", PartitionedNet.PULL + "/joined/" + name, tf.scope())
              .addInputList(reads.toArray(new Output<?>[0]))
              .addInput(tf.constant(rank() - 1).asOutput())
              .build()
              .output(0);
    }
    graph
        .opBuilder(Identity.OP_NAME, PartitionedNet.pulled(name), tf.scope())
        .addInput(value.asOutput())
        .build();
  }

  /** Adds the operations that set it from its whole value; returns them. */
  List<Op> addPush(Graph graph, Ops tf) {
    Output<?> whole =
        graph
            .opBuilder("Placeholder", PartitionedNet.pushed(name), tf.scope())
            .setAttr("dtype", parts.get(0).read().asOutput().dataType())
            .build()
            .output(0);
    List<Op> assigned = new ArrayList<>();
    List<? extends Output<?>> values = split(graph, tf, whole);
    for (int i = 0; i < parts.size(); i++) {
      assigned.add(assign(graph, tf, i, values.get(i)));
    }
    return assigned;
  }

  private List<? extends Output<?>> split(Graph graph, Ops tf, Output<?> whole) {
    if (parts.size() == 1 || rank() == 0) {
      return IntStream.range(0, parts.size()).mapToObj(i -> whole).toList();
    }
    int[] columns =
        parts.stream().mapToInt(part -> Math.toIntExact(shape(part).get(rank() - 1))).toArray();
    var divided =
        graph
            .opBuilder("SplitV", PartitionedNet.PUSH + "/divided/" + name, tf.scope())
            .addInput(whole)
            .addInput(tf.constant(columns).asOutput())
            .addInput(tf.constant(rank() - 1).asOutput())
            .setAttr("num_split", (long) parts.size())
            .build();
    return IntStream.range(0, parts.size()).mapToObj(i -> (Output<?>) divided.output(i)).toList();
  }

  private Op assign(Graph graph, Ops tf, int part, Output<?> value) {
    return new Assign<>(
        graph
            .opBuilder(
                Assign.OP_NAME, PartitionedNet.PUSH + "/set/" + parts.get(part).name(), tf.scope())
            .addInput(parts.get(part).ref().asOutput())
            .addInput(value)
            // A worker may still have a variable of this name of another network.
            .setAttr("validate_shape", false)
            .build());
  }

  private int rank() {
    return shape(parts.get(0)).numDimensions();
  }

  private static Shape shape(GraphVariables.Entry<?> part) {
    return part.ref().asOutput().shape();
  }
}
