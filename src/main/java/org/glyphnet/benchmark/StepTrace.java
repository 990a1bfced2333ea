package org.glyphnet.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/** What a traced step spent its time on. */
public final class StepTrace {
  /**
   * One operation.
   *
   * @param name of its node, as TensorFlow runs it after its own rewriting
   * @param kind its type and inputs, as TensorFlow describes them
   * @param startMicros since the step began
   * @param micros that it took
   */
  public record Operation(String name, String kind, long startMicros, long micros) {}

  private StepTrace() {}

  /** The operations, longest first. */
  public static List<Operation> of(RunMetadata metadata) {
    long begin = Long.MAX_VALUE;
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        begin = Math.min(begin, node.getAllStartMicros());
      }
    }
    List<Operation> operations = new ArrayList<>();
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        operations.add(
            new Operation(
                node.getNodeName(),
                // Such as "[mklcpu 8.0MB 8.0MB] name = Type(inputs)".
                node.getTimelineLabel().replace(node.getNodeName() + " = ", ""),
                node.getAllStartMicros() - begin,
                node.getOpEndRelMicros() - node.getOpStartRelMicros()));
      }
    }
    operations.sort(Comparator.comparingLong(Operation::micros).reversed());
    return operations;
  }
}
