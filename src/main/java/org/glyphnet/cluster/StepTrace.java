package org.glyphnet.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

/**
 * What TensorFlow's runtime noted of one step: how long each worker computed, and what it sent.
 *
 * @param workers in their order
 */
public record StepTrace(List<WorkerTrace> workers) {
  private static final Pattern DEVICE = Pattern.compile("/job:\\w+/replica:\\d+/task:(\\d+)/.*");

  /** Such as {@code [0.8MB] [1.4Gb/s] name from /job:worker/... to /job:worker/...}. */
  private static final Pattern SENT = Pattern.compile(".* from (/job:\\S+) to /job:\\S+");

  private static final String RECEIVED = "RecvTensor";

  public StepTrace {
    workers = List.copyOf(workers);
  }

  /**
   * One worker's part in a step.
   *
   * @param busyMicros in which at least one operation of it computed; waiting for others is none
   * @param sentBytes to other workers, in tensors
   */
  public record WorkerTrace(long busyMicros, long sentBytes) {}

  /** Reads the notes of a step of so many workers. */
  static StepTrace of(StepStats stats, int workers) {
    List<List<long[]>> busy = new ArrayList<>();
    long[] sent = new long[workers];
    for (int worker = 0; worker < workers; worker++) {
      busy.add(new ArrayList<>());
    }
    for (DeviceStepStats device : stats.getDevStatsList()) {
      Matcher place = DEVICE.matcher(device.getDevice());
      if (!place.matches()) {
        continue;
      }
      int worker = Integer.parseInt(place.group(1));
      for (NodeExecStats node : device.getNodeStatsList()) {
        if (node.getNodeName().equals(RECEIVED)) {
          addSent(node, sent);
        } else if (!isTransfer(node.getTimelineLabel())) {
          long start = node.getAllStartMicros();
          busy.get(worker).add(new long[] {start, start + node.getOpEndRelMicros()});
        }
      }
    }
    List<WorkerTrace> traces = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      traces.add(new WorkerTrace(covered(busy.get(worker)), sent[worker]));
    }
    return new StepTrace(traces);
  }

  /** What all workers sent, in tensors. */
  public long sentBytes() {
    return workers.stream().mapToLong(WorkerTrace::sentBytes).sum();
  }

  private static boolean isTransfer(String label) {
    return label.contains(" = _Recv(") || label.contains(" = _Send(");
  }

  private static void addSent(NodeExecStats received, long[] sent) {
    Matcher found = SENT.matcher(received.getTimelineLabel());
    Matcher from = DEVICE.matcher(found.matches() ? found.group(1) : "");
    if (from.matches()) {
      sent[Integer.parseInt(from.group(1))] +=
          received.getOutputList().stream()
              .mapToLong(
                  output ->
                      output.getTensorDescription().getAllocationDescription().getRequestedBytes())
              .sum();
    }
  }

  /** How long at least one of the intervals was under way. */
  private static long covered(List<long[]> intervals) {
    intervals.sort(Comparator.comparingLong(interval -> interval[0]));
    long covered = 0;
    long end = Long.MIN_VALUE;
    for (long[] interval : intervals) {
      long from = Math.max(end, interval[0]);
      if (interval[1] > from) {
        covered += interval[1] - from;
        end = interval[1];
      }
    }
    return covered;
  }
}
