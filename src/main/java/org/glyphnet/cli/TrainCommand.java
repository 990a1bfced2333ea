package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.report.ChartException;
import org.glyphnet.report.ErrorChart;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.training.Environment;
import org.glyphnet.training.PredictionsCsv;
import org.glyphnet.training.RunFolder;
import org.glyphnet.training.RunRecord;
import org.glyphnet.training.RunRecorder;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;

/**
 * {@code train}: the whole job: data, training, checkpoints, SavedModel, chart, and the check of
 * what was saved.
 */
public final class TrainCommand implements Command {
  private final Clock clock;
  private final boolean terminal;

  /**
   * @param clock tells what time runs are named and recorded with
   * @param terminal whether the words go to a terminal, where a progress bar can stand
   */
  public TrainCommand(Clock clock, boolean terminal) {
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "trains a network, saves it twice, restores both and checks that they are equal";
  }

  @Override
  public Options options() {
    return new OptionList()
        .with(DataOptions.options())
        .with(NetworkOptions.options())
        .with(TrainingOptions.options())
        .with(RunChoice.options())
        .toOptions();
  }

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
    // What was typed is checked before the data is loaded, and the data before a folder is made.
    DataOptions dataOptions = DataOptions.of(arguments);
    NetworkOptions networkOptions = NetworkOptions.of(arguments);
    TrainingOptions training = TrainingOptions.of(arguments, dataOptions.seed());
    Path runsDir = RunChoice.runsDir(arguments);
    if (training.run().isPresent() && Files.exists(runsDir.resolve(training.run().get()))) {
      throw alreadyThere(training.run().get(), runsDir, null);
    }
    DataOptions.Chosen data = dataOptions.load(out);
    NetworkSpec spec = networkOptions.network(data.dataset());
    // Before training, so that it is not in vain.
    Path model = writable(training.modelFolder(data.dataset()));
    String name =
        training.runName(data.dataset(), networkOptions.preset(), LocalDateTime.now(clock));
    RunFolder folder = create(runsDir, name);
    Map<String, String> options = new LinkedHashMap<>(dataOptions.values());
    options.putAll(networkOptions.values());
    options.putAll(training.values(name, model));
    options.put("runs-dir", runsDir.toString());
    RunRecord record =
        new RunRecord(
            folder.name(),
            now(),
            null,
            options,
            spec,
            networkOptions.adam(),
            training.plan(),
            training.settings().threads(),
            data.record(),
            Environment.versions(),
            Environment.machine(),
            List.of(),
            null);

    out.println("Run " + folder.path());
    Last last = new Last();
    RunRecorder recorder = new RunRecorder(folder, record);
    RunRecord.Outcome outcome;
    try (ConvNet net =
            ConvNet.forTraining(
                spec, networkOptions.adam(), training.plan().seed(), training.precision());
        RunConsole console = new RunConsole(out, data.dataset(), data.split(), terminal)) {
      Checkpoints checkpoints = new Checkpoints(folder.checkpoints(), net, training.maxToKeep());
      try (Trainer trainer =
          new Trainer(
              net,
              training.settings(),
              data.dataset(),
              data.split(),
              training.plan(),
              List.of(console, last, recorder, checkpoints))) {
        trainer.train();
        Path checkpoint = checkpoints.saveFinal(trainer.session());
        out.println("Saved the checkpoint " + checkpoint);
        Path savedModel =
            SavedModels.export(
                model, net, trainer.session(), training.settings(), data.dataset().classNames());
        out.println("Saved the SavedModel " + savedModel);
        outcome = outcome(folder, last.end, checkpoint, savedModel);
      }
    }
    PredictionsCsv.write(
        folder.predictions(),
        data.dataset(),
        data.split(),
        new PredictionsCsv.Predictions(
            last.end.train().predictions(), last.end.test().predictions()));
    recorder.finished(now(), outcome);
    drawChart(folder, recorder.record(), out);
    new Verification(data.dataset(), data.split(), training.settings(), out)
        .run(
            new RestoreCheck.Parts(last.end.train(), last.end.test()),
            folder.path().resolve(outcome.checkpoint()),
            Path.of(outcome.savedModel()));
  }

  /** Remembers the newest epoch's evaluations. */
  private static final class Last implements TrainingListener {
    private EpochEnd end;

    @Override
    public void epochEnded(EpochEnd newest) {
      end = newest;
    }
  }

  private static RunFolder create(Path runs, String name) throws IOException {
    try {
      return RunFolder.create(runs, name);
    } catch (FileAlreadyExistsException e) {
      if (runs.resolve(name).toString().equals(e.getFile())) {
        throw alreadyThere(name, runs, e);
      }
      throw e;
    }
  }

  private static UsageException alreadyThere(
      String name, Path runs, FileAlreadyExistsException cause) {
    return new UsageException(
        "--run: there is a run '"
            + name
            + "' in "
            + runs
            + " already; choose another name, or delete it",
        cause);
  }

  private static Path writable(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return folder;
  }

  private static RunRecord.Outcome outcome(
      RunFolder folder, TrainingListener.EpochEnd end, Path checkpoint, Path savedModel) {
    return new RunRecord.Outcome(
        end.train().accuracy(),
        end.test().accuracy(),
        end.train().cost(),
        end.test().cost(),
        end.train().scoresSha256(),
        end.test().scoresSha256(),
        folder.path().relativize(checkpoint).toString(),
        savedModel.toString());
  }

  /** A machine without fonts cannot draw; that costs the picture, not the run. */
  private static void drawChart(RunFolder folder, RunRecord record, PrintStream out)
      throws IOException {
    try {
      ErrorChart chart = ChartCommand.chart(record);
      chart.writePng(folder.chart("png"), ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      chart.writeSvg(folder.chart("svg"), ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      out.println("Drew " + folder.chart("png") + " and .svg");
    } catch (ChartException e) {
      out.println("No chart: " + e.getMessage());
    }
  }

  private String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
