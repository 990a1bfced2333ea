package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.report.ChartException;
import org.glyphnet.report.ErrorChart;
import org.glyphnet.runs.PredictionsCsv;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecorder;
import org.glyphnet.saving.CheckpointPolicy;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.tensorboard.TensorBoardLog;
import org.glyphnet.training.DivergedException;
import org.glyphnet.training.Progress;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;
import org.glyphnet.training.TrainingStoppedException;
import org.tensorflow.Session;

/** Trains a run from where it stands to its end, saves it twice and checks what was saved. */
final class TrainingRun {
  private final TrainingJob job;
  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final IntConsumer halt;

  TrainingRun(TrainingJob job, PrintStream out, boolean terminal, Clock clock, IntConsumer halt) {
    this.job = job;
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.halt = halt;
  }

  /**
   * Does it all.
   *
   * @param watcher hears of the training beside those that print, record and save
   * @throws StoppedException when a signal asked for it; everything is saved then
   * @throws TrainingFailedException when the numbers have left what a float can hold
   * @throws CheckFailedException when a restored network is not the trained one
   */
  void run(TrainingListener watcher) throws IOException {
    out.println("Run " + job.folder().path());
    Finished finished;
    try (StopSignals signals = new StopSignals(halt)) {
      try {
        finished = trainAndSave(signals, watcher);
      } catch (TrainingStoppedException e) {
        throw stopped(signals, "stopped and saved; go on with: glyphnet train --resume ");
      }
      if (signals.getAsBoolean()) {
        throw stopped(signals, "the run is trained and saved; check it with: glyphnet verify ");
      }
    }
    ReportCommand.write(
        job.folder(), job.dataset(), job.split(), job.settings(), job.folder().report());
    out.println("Wrote " + job.folder().report());
    RunRecord.Outcome outcome = finished.record().outcome();
    new Verification(job.dataset(), job.split(), job.settings(), out)
        .run(
            new RestoreCheck.Parts(finished.trained().train(), finished.trained().test()),
            job.folder().path().resolve(outcome.checkpoint()),
            Path.of(outcome.savedModel()));
  }

  private StoppedException stopped(StopSignals signals, String what) {
    return new StoppedException(
        signals.name() + ": " + what + job.folder().path(), signals.exitCode());
  }

  private record Finished(RunRecord record, Trainer.Trained trained) {}

  private Finished trainAndSave(StopSignals signals, TrainingListener watcher) throws IOException {
    RunRecord record = job.record();
    try (ConvNet net =
            ConvNet.forTraining(
                record.network(),
                record.optimizer(),
                record.training().seed(),
                TrainingOptions.precision(record));
        RunConsole console = new RunConsole(out, job.dataset(), job.split(), terminal)) {
      Checkpoints checkpoints =
          new Checkpoints(
              job.folder().checkpoints(),
              net,
              new CheckpointPolicy(job.maxToKeep(), job.saveEvery(), record.trainedWith()));
      Progress from = job.begun() ? begun(checkpoints) : Progress.START;
      RunRecorder recorder = new RunRecorder(job.folder(), record.backTo(from));
      try (TensorBoardLog tensorBoard =
              new TensorBoardLog(job.folder().path(), net, record.optimizer(), clock);
          Trainer trainer =
              new Trainer(
                  net,
                  job.settings(),
                  job.dataset(),
                  job.split(),
                  record.training(),
                  List.of(console, recorder, checkpoints, tensorBoard, watcher))) {
        checkpoints.restore(trainer.session());
        Trainer.Trained trained = trainer.train(from, signals);
        if (signals.getAsBoolean()) {
          throw new TrainingStoppedException("stopped after the last epoch");
        }
        return finish(net, trainer, trained, checkpoints, recorder);
      } catch (DivergedException e) {
        throw diverged(e, checkpoints);
      }
    }
  }

  /** Finds where a begun run stands, and tells. */
  private Progress begun(Checkpoints checkpoints) throws IOException {
    job.folder().deleteLeftOver();
    Progress at = checkpoints.findNewest(out::println);
    if (at.equals(Progress.START)) {
      out.println("No checkpoint was saved yet: begins anew");
      return at;
    }
    out.printf(
        Locale.ROOT,
        "Goes on from %s: %d epochs are done%s%n",
        checkpoints.newest().orElseThrow(),
        at.epochs(),
        at.steps() == 0 ? "" : " and " + at.steps() + " steps of the next");
    if (job.record().epochs().size() <= at.epochs()) {
      throw new DataException(
          job.folder().record()
              + ": tells of fewer epochs than the checkpoint has behind it; damaged, or of another"
              + " run");
    }
    return at;
  }

  /** Saves what was trained, and records the run as finished. */
  private Finished finish(
      ConvNet net,
      Trainer trainer,
      Trainer.Trained trained,
      Checkpoints checkpoints,
      RunRecorder recorder)
      throws IOException {
    Path checkpoint = checkpoints.saveFinal(trainer.session());
    out.println("Saved the checkpoint " + checkpoint);
    Path savedModel = export(net, trainer.session());
    out.println("Saved the SavedModel " + savedModel);
    PredictionsCsv.write(
        job.folder().predictions(),
        job.dataset(),
        job.split(),
        new PredictionsCsv.Predictions(
            trained.train().predictions(), trained.test().predictions()));
    drawChart(recorder.record());
    recorder.finished(now(), outcome(trained, checkpoint, savedModel));
    return new Finished(recorder.record(), trained);
  }

  private Path export(ConvNet net, Session session) throws IOException {
    List<String> classNames = job.dataset().classNames();
    return job.begun()
        ? SavedModelExporter.exportUnlessThere(
            job.model(), net, session, job.settings(), classNames)
        : SavedModelExporter.export(job.model(), net, session, job.settings(), classNames);
  }

  private RunRecord.Outcome outcome(Trainer.Trained trained, Path checkpoint, Path savedModel) {
    return new RunRecord.Outcome(
        trained.train().accuracy(),
        trained.test().accuracy(),
        trained.train().cost(),
        trained.test().cost(),
        trained.train().scoresSha256(),
        trained.test().scoresSha256(),
        job.folder().path().relativize(checkpoint).toString(),
        savedModel.toString());
  }

  /** A machine without fonts cannot draw; that costs the picture, not the run. */
  private void drawChart(RunRecord record) throws IOException {
    Path png = job.folder().chart("png");
    try {
      ErrorChart chart = ErrorChart.ofRun(record, record.epochs());
      chart.writePng(png, ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      chart.writeSvg(
          job.folder().chart("svg"), ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      out.println("Drew " + png + " and .svg");
    } catch (ChartException e) {
      out.println("No chart: " + e.getMessage());
    }
  }

  private TrainingFailedException diverged(DivergedException e, Checkpoints checkpoints) {
    return new TrainingFailedException(
        e.getMessage()
            + ", with learning rate "
            + job.record().optimizer().learningRate()
            + "; "
            + checkpoints
                .newest()
                .map(prefix -> "the last good checkpoint is " + prefix)
                .orElse("no checkpoint was saved before it")
            + "; train anew with a smaller --learning-rate",
        e);
  }

  private String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
