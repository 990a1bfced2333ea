package org.glyphnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AllocationDescription;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.NodeOutput;
import org.tensorflow.proto.StepStats;
import org.tensorflow.proto.TensorDescription;

class StepTraceTest {
  @Test
  void timeInWhichTwoOperationsComputeCountsOnceAndWaitingForOthersNotAtAll() {
    StepStats stats =
        StepStats.newBuilder()
            .addDevStats(
                device(1)
                    .addNodeStats(computed("a = MatMul(x, y)", 100, 50))
                    .addNodeStats(computed("b = MatMul(x, y)", 120, 50))
                    .addNodeStats(computed("c = Add(a, b)", 200, 10))
                    .addNodeStats(computed("d = _Recv()", 0, 1_000)))
            .build();

    assertThat(StepTrace.of(stats, 2).workers())
        .extracting(StepTrace.WorkerTrace::busyMicros)
        .containsExactly(0L, 80L);
  }

  @Test
  void whatAWorkerReceivedIsWhatAnotherSent() {
    StepStats stats =
        StepStats.newBuilder()
            .addDevStats(device(0).addNodeStats(received(1, 0, 800)))
            .addDevStats(device(1).addNodeStats(received(0, 1, 30)).addNodeStats(received(0, 1, 4)))
            .build();

    StepTrace trace = StepTrace.of(stats, 2);

    assertThat(trace.workers())
        .extracting(StepTrace.WorkerTrace::sentBytes)
        .containsExactly(34L, 800L);
    assertThat(trace.sentBytes()).isEqualTo(834);
  }

  private static DeviceStepStats.Builder device(int task) {
    return DeviceStepStats.newBuilder().setDevice(ClusterSpec.device(task));
  }

  private static NodeExecStats computed(String label, long start, long micros) {
    return NodeExecStats.newBuilder()
        .setNodeName("node")
        .setTimelineLabel(label)
        .setAllStartMicros(start)
        .setOpEndRelMicros(micros)
        .build();
  }

  private static NodeExecStats received(int from, int to, long bytes) {
    return NodeExecStats.newBuilder()
        .setNodeName("RecvTensor")
        .setTimelineLabel(
            "[0.1MB] [1.4Gb/s] edge_1 from "
                + ClusterSpec.device(from)
                + " to "
                + ClusterSpec.device(to))
        .addOutput(
            NodeOutput.newBuilder()
                .setTensorDescription(
                    TensorDescription.newBuilder()
                        .setAllocationDescription(
                            AllocationDescription.newBuilder().setRequestedBytes(bytes))))
        .build();
  }
}
