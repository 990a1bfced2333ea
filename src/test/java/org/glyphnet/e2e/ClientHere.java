package org.glyphnet.e2e;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.glyphnet.GlyphnetException;
import org.glyphnet.cluster.Cluster;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.cluster.TimeLimits;
import org.glyphnet.cluster.Versions;
import org.glyphnet.data.sources.DatasetChoice;
import org.glyphnet.job.NetworkSettings;
import org.glyphnet.job.OutputSettings;
import org.glyphnet.job.ResumeChanges;
import org.glyphnet.job.TrainingJob;
import org.glyphnet.job.TrainingResult;
import org.glyphnet.job.TrainingSettings;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.Environment;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.training.TrainingPlan;

/** A client in this process, which spares the start of a program for each run. */
final class ClientHere implements ClusterClient {
  private final ClusterSpec spec;
  private final ClusterFaults.Length length;
  private Cluster cluster;

  ClientHere(ClusterSpec spec, ClusterFaults.Length length) {
    this.spec = spec;
    this.length = length;
  }

  @Override
  public Running train(TinyRun run, int workerLimitSeconds) {
    TrainingSettings settings = settings(run);
    return begin(workerLimitSeconds, job -> job.train(settings));
  }

  @Override
  public Running resume(TinyRun run, int workerLimitSeconds) {
    return begin(
        workerLimitSeconds, job -> job.resume(new RunFolder(run.run()), ResumeChanges.NONE));
  }

  /** What {@link TinyRun#train} types. */
  private TrainingSettings settings(TinyRun run) {
    TrainingSettings book =
        TrainingSettings.book(new DatasetChoice.Idx(run.folder().resolve("bars")));
    return new TrainingSettings(
        book.data(),
        book.network().withSizes(new NetworkSettings.Sizes(4, 6, 16, 3)),
        new AdamSpec(
            0.01f, book.optimizer().beta1(), book.optimizer().beta2(), book.optimizer().epsilon()),
        new TrainingPlan(length.epochs(), 16, book.plan().reportEvery(), book.plan().seed()),
        book.precision(),
        new SessionSettings(2),
        new OutputSettings(
            run.folder().resolve("runs"),
            Optional.of(run.name()),
            run.folder().resolve("saved_models"),
            Optional.of(run.name()),
            ClusterFaults.Length.KEPT,
            Optional.of(ClusterFaults.Length.SAVE_EVERY),
            false),
        book.learning(),
        book.start());
  }

  private interface Work {
    TrainingResult of(TrainingJob job) throws IOException;
  }

  private Running begin(int workerLimitSeconds, Work work) {
    Cluster at = place(workerLimitSeconds);
    FutureTask<Program.Outcome> task = new FutureTask<>(() -> outcome(at, work));
    Thread thread = new Thread(task, "cluster-client");
    thread.setDaemon(true);
    thread.start();
    return new Running() {
      @Override
      public boolean isAlive() {
        return !task.isDone();
      }

      @Override
      public Program.Outcome outcome() throws InterruptedException {
        try {
          return task.get();
        } catch (ExecutionException e) {
          throw new AssertionError(e.getCause());
        }
      }
    };
  }

  /** A process can become worker 0 once, and each run ends its own part in the cluster. */
  private Cluster place(int workerLimitSeconds) {
    TimeLimits limits =
        new TimeLimits(
            Duration.ofSeconds(length.stepLimitSeconds()), Duration.ofSeconds(workerLimitSeconds));
    if (cluster == null) {
      Map<String, String> versions = Environment.present().versions();
      cluster =
          Cluster.start(
              spec, 1, new Versions(versions.get("glyphnet"), versions.get("tensorflow")), limits);
    }
    return cluster.withLimits(limits);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** As the program would end. */
  private static Program.Outcome outcome(Cluster at, Work work) throws IOException {
    try (at) {
      TrainingJob job = new TrainingJob(Clock.systemUTC(), List.of(), () -> false, Optional.of(at));
      boolean finished = work.of(job) instanceof TrainingResult.Finished;
      return new Program.Outcome(finished ? 0 : 1, "", "");
    } catch (GlyphnetException e) {
      return new Program.Outcome(e.exitCode(), "", e.getMessage());
    }
  }
}
