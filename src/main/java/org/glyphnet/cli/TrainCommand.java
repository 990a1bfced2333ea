package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.glyphnet.cluster.Cluster;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.job.JobListener;
import org.glyphnet.job.TrainingJob;
import org.glyphnet.job.TrainingResult;
import org.glyphnet.mlflow.Mlflow;
import org.glyphnet.network.Precision;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecordFile;

/**
 * {@code train}: the whole job: data, training, checkpoints, SavedModel, chart, and the check of
 * what was saved.
 */
final class TrainCommand implements Command {
  private final Clock clock;
  private final IntConsumer halt;
  private final String environment;

  /**
   * @param clock tells what time runs are named and recorded with
   * @param halt ends the process at once with an exit code
   * @param environment the variable TF_CONFIG, null when it is not set
   */
  TrainCommand(Clock clock, IntConsumer halt, String environment) {
    this.clock = clock;
    this.halt = halt;
    this.environment = environment;
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "train", "trains a network, saves it twice, restores both and checks that they are equal");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .group("Data")
        .with(DataOptions.options())
        .group("Network")
        .with(NetworkOptions.options())
        .group("Recipe")
        .with(RecipeOptions.options())
        .with(StartOptions.options())
        .group("Training")
        .with(TrainingOptions.options())
        .with(ResumeOptions.options())
        .with(ClusterOptions.options())
        .group("Output")
        .with(TrainingOptions.outputs())
        .with(RunChoice.options())
        .with(LiveChart.options())
        .with(MlflowOptions.options());
  }

  @Override
  public boolean computesInBfloat16(Arguments arguments) throws IOException {
    if (arguments.has(ResumeOptions.RESUME)) {
      RunFolder folder = ResumeOptions.find(arguments, RunChoice.runsDir(arguments));
      return RunRecordFile.read(folder.record()).setup().precision() == Precision.BFLOAT16;
    }
    return Command.super.computesInBfloat16(arguments);
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    Path runsDir = RunChoice.runsDir(arguments);
    Optional<ClusterSpec> workers = ClusterOptions.ofClient(arguments, environment);
    boolean show = LiveChart.wanted(arguments);
    try (StopSignals signals = signals();
        JobConsole console = new JobConsole(screen);
        Mlflow mlflow = mlflow(arguments, screen);
        LiveChart live = new LiveChart(show);
        Cluster cluster =
            workers.isEmpty() ? null : ClusterOptions.start(workers.get(), arguments)) {
      TrainingJob job =
          new TrainingJob(
              clock,
              MlflowOptions.with(mlflow, signals, console, live),
              signals,
              Optional.ofNullable(cluster));
      TrainingResult result = trained(job, arguments, runsDir, mlflow);
      if (result instanceof TrainingResult.Stopped stopped) {
        throw signals.stopped(stopped);
      }
      VerificationTable.print(((TrainingResult.Finished) result).verification(), out);
      live.awaitClosing(out);
    }
  }

  private TrainingResult trained(TrainingJob job, Arguments arguments, Path runsDir, Mlflow mlflow)
      throws IOException {
    try {
      if (arguments.has(ResumeOptions.RESUME)) {
        RunFolder folder = ResumeOptions.find(arguments, runsDir);
        ResumeOptions.refuseOthers(folder, arguments, options());
        return job.resume(folder, TrainingOptions.changes(arguments));
      }
      return job.train(TrainingOptions.settings(arguments));
    } catch (IOException | RuntimeException e) {
      if (mlflow != null) {
        mlflow.failed();
      }
      throw e;
    }
  }

  /** What tells an MLflow server of the runs; null where none was named. */
  Mlflow mlflow(Arguments arguments, Screen screen) {
    return MlflowOptions.of(arguments, clock, System.getenv(), screen.out());
  }

  /** Asks the job to stop when the process is told to. */
  StopSignals signals() {
    return new StopSignals(halt);
  }

  /** What trains. */
  TrainingJob job(List<JobListener> listeners, BooleanSupplier stop) {
    return new TrainingJob(clock, listeners, stop);
  }
}
