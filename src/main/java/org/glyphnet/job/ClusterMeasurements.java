package org.glyphnet.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.cluster.ClusterSteps;
import org.glyphnet.cluster.StepTrace;
import org.glyphnet.runs.ClusterCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.training.TrainingListener;

/** Keeps in a run's folder what a step takes of each machine of its cluster. */
final class ClusterMeasurements implements TrainingListener {
  private final RunFolder folder;
  private final ClusterSpec cluster;
  private ClusterSteps.Measured latest;

  ClusterMeasurements(RunFolder folder, ClusterSpec cluster) {
    this.folder = folder;
    this.cluster = cluster;
  }

  /** A step was measured. */
  void measured(ClusterSteps.Measured step) {
    latest = step;
  }

  @Override
  public void stepDone(StepEnd end) throws IOException {
    if (latest == null) {
      return;
    }
    List<ClusterCsv.Line> lines = new ArrayList<>();
    for (int worker = 0; worker < cluster.size(); worker++) {
      StepTrace.WorkerTrace trace = latest.trace().workers().get(worker);
      lines.add(
          new ClusterCsv.Line(
              worker,
              cluster.worker(worker).toString(),
              Math.min(1, trace.busyMicros() / 1e6 / latest.seconds()),
              trace.sentBytes(),
              latest.seconds()));
    }
    ClusterCsv.write(folder.cluster(), lines);
    latest = null;
  }
}
