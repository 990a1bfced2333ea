package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.OpScope;
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
  /** Adds the operation that gives its whole value. */
  void addPull(Graph graph) {
    Operand<?> value = parts.get(0).read();
    if (parts.size() > 1 && rank() > 0) {
      Ops tf = Ops.create(graph).withSubScope("join");
      List<Output<?>> reads = new ArrayList<>();
      parts.forEach(part -> reads.add(part.read().asOutput()));
      value =
          graph
              .opBuilder("ConcatV2", PartitionedNet.PULL + "/joined/" + name, new OpScope(graph))
              .addInputList(reads.toArray(new Output<?>[0]))
              .addInput(tf.constant(rank() - 1).asOutput())
              .build()
              .output(0);
    }
    graph
        .opBuilder(Identity.OP_NAME, PartitionedNet.pulled(name), new OpScope(graph))
        .addInput(value.asOutput())
        .build();
  }

  /** Adds the operations that set it from its whole value; returns them. */
  List<Op> addPush(Graph graph) {
    Output<?> whole =
        graph
            .opBuilder("Placeholder", PartitionedNet.pushed(name), new OpScope(graph))
            .setAttr("dtype", parts.get(0).read().asOutput().dataType())
            .build()
            .output(0);
    List<Op> assigned = new ArrayList<>();
    List<? extends Output<?>> values = split(graph, whole);
    for (int i = 0; i < parts.size(); i++) {
      assigned.add(assign(graph, i, values.get(i)));
    }
    return assigned;
  }

  private List<? extends Output<?>> split(Graph graph, Output<?> whole) {
    if (parts.size() == 1 || rank() == 0) {
      return IntStream.range(0, parts.size()).mapToObj(i -> whole).toList();
    }
    Ops tf = Ops.create(graph).withSubScope("divide");
    int[] columns =
        parts.stream().mapToInt(part -> Math.toIntExact(shape(part).get(rank() - 1))).toArray();
    var divided =
        graph
            .opBuilder("SplitV", PartitionedNet.PUSH + "/divided/" + name, new OpScope(graph))
            .addInput(whole)
            .addInput(tf.constant(columns).asOutput())
            .addInput(tf.constant(rank() - 1).asOutput())
            .setAttr("num_split", (long) parts.size())
            .build();
    return IntStream.range(0, parts.size()).mapToObj(i -> (Output<?>) divided.output(i)).toList();
  }

  private Op assign(Graph graph, int part, Output<?> value) {
    return new Assign<>(
        graph
            .opBuilder(
                Assign.OP_NAME,
                PartitionedNet.PUSH + "/set/" + parts.get(part).name(),
                new OpScope(graph))
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
