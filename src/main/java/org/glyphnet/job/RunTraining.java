package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.glyphnet.cluster.Cluster;
import org.glyphnet.cluster.ClusterSteps;
import org.glyphnet.cluster.WorkerLostException;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.report.ChartException;
import org.glyphnet.report.ErrorChart;
import org.glyphnet.runs.PredictionsCsv;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.runs.RunRecorder;
import org.glyphnet.runs.StoredPath;
import org.glyphnet.saving.CheckpointPolicy;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.Fingerprint;
import org.glyphnet.saving.HeldOut;
import org.glyphnet.saving.ModelNotes;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.SavedModelExporter;
import org.glyphnet.tensorboard.TensorBoardLog;
import org.glyphnet.training.DivergedException;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Progress;
import org.glyphnet.training.StepPlace;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingStoppedException;
import org.tensorflow.Session;

/** Trains a run from where it stands to its end, saves it twice and checks what was saved. */
final class RunTraining {
  private final Optional<Cluster> cluster;
  private final Clock clock;
  private final JobListener listener;
  private final BooleanSupplier stop;
  private PreparedRun run;

  RunTraining(
      PreparedRun run,
      Optional<Cluster> cluster,
      Clock clock,
      JobListener listener,
      BooleanSupplier stop) {
    this.run = run;
    this.cluster = cluster;
    this.clock = clock;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Does it all.
   *
   * @throws DivergedException when the numbers have left what a float can hold
   */
  TrainingResult run() throws IOException {
    listener.begun(new JobListener.Begun(run.folder(), run.record(), run.dataset(), run.split()));
    Optional<Saved> result;
    try {
      result = trainThroughLosses();
    } catch (TrainingStoppedException e) {
      return new TrainingResult.Stopped(run.folder(), false);
    } finally {
      listener.trainingEnded();
    }
    if (result.isEmpty()) {
      return new TrainingResult.Paused(run.folder());
    }
    Saved saved = result.get();
    if (stop.getAsBoolean()) {
      return new TrainingResult.Stopped(run.folder(), true);
    }
    Path report = run.folder().report();
    Reporting.write(run.folder(), run.dataset(), run.split(), run.session(), report);
    listener.written(JobListener.Output.REPORT, report);
    Verification verification =
        Verification.of(
            new RestoreCheck.Parts(saved.trained().train(), saved.trained().test()),
            new Verification.Saved(saved.checkpoint(), saved.savedModel()),
            run.dataset(),
            run.split(),
            run.session(),
            listener);
    return new TrainingResult.Finished(run.folder(), saved.record(), verification);
  }

  private record Saved(
      RunRecord record, Trainer.Trained trained, Path checkpoint, Path savedModel) {}

  /**
   * Trains; when a worker of the cluster is lost, waits for it and goes on from what was saved, as
   * a run does that was stopped. Not for ever: where nothing more gets saved, it ends.
   */
  private Optional<Saved> trainThroughLosses() throws IOException {
    Losses losses = new Losses(cluster.map(workers -> workers.limits().worker()), stop);
    while (true) {
      try {
        cluster.ifPresent(workers -> workers.awaitWorkers(listener::line, stop));
        return trainAndSave();
      } catch (WorkerLostException e) {
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped after a worker was lost");
        }
        if (e.isFinal() || losses.tooMany(run.newestCheckpoint())) {
          throw e.with("then resume " + run.folder().path());
        }
        listener.line("Lost: " + e.getMessage());
        losses.pause();
        run = run.again();
      }
    }
  }

  /** Trains and saves; empty when the run is to be left where it is. */
  private Optional<Saved> trainAndSave() throws IOException {
    RunRecord.Setup setup = run.record().setup();
    Optional<ClusterMeasurements> measurements =
        cluster.map(workers -> new ClusterMeasurements(run.folder(), workers.spec()));
    try (ConvNet net =
            ConvNet.forTraining(
                setup.network(),
                setup.training().step(setup.optimizer(), setup.precision()),
                setup.training().seed());
        StepPlace place = stepPlace(setup, measurements)) {
      Checkpoints checkpoints =
          new Checkpoints(run.folder().checkpoints(), net, checkpointPolicy());
      Progress from = run.begun() ? begun(checkpoints) : Progress.START;
      RunRecorder recorder = new RunRecorder(run.folder(), run.record().backTo(from));
      try (TensorBoardLog tensorBoard =
          new TensorBoardLog(run.folder().path(), net, setup.optimizer(), clock)) {
        Trainer trainer =
            new Trainer(
                net,
                new Trainer.Machine(run.session(), place),
                run.dataset(),
                run.split(),
                setup.training(),
                Stream.concat(
                        // Before the checkpoints: what is resumed from one was measured.
                        measurements.stream(),
                        Stream.of(listener, recorder, checkpoints, tensorBoard))
                    .toList());
        tensorBoard.settings(run.record().run(), run.record().options());
        checkpoints.restore(trainer.session());
        if (from.equals(Progress.START) && setup.start() != null) {
          startFrom(trainer, setup.start());
        }
        List<EpochResult> before = run.record().backTo(from).epochs();
        if (run.until().isPresent()) {
          trainer.trainUntil(run.until().getAsInt(), from, before, stop);
          return Optional.empty();
        }
        Trainer.Trained trained = trainer.train(from, before, stop);
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped after the last epoch");
        }
        return Optional.of(save(net, trainer.session(), trained, checkpoints, recorder));
      } catch (DivergedException e) {
        throw diverged(e, checkpoints);
      }
    }
  }

  private void startFrom(Trainer trainer, RunRecord.Start start) throws IOException {
    List<String> anew = trainer.startFrom(Start.again(start, run.folder(), run.session()));
    if (!anew.isEmpty()) {
      listener.line("The last layer starts anew, for other classes than the model's");
    }
  }

  private StepPlace stepPlace(RunRecord.Setup setup, Optional<ClusterMeasurements> measurements) {
    return cluster
        .<StepPlace>map(
            workers ->
                new ClusterSteps(
                    workers,
                    new ClusterSteps.Step(
                        setup.network(),
                        setup.training().step(setup.optimizer(), setup.precision()),
                        setup.training().seed()),
                    step -> measurements.ifPresent(all -> all.measured(step))))
        .orElse(StepPlace.HERE);
  }

  private CheckpointPolicy checkpointPolicy() {
    RunRecord record = run.record();
    return new CheckpointPolicy(
        record.outputs().maxToKeep(),
        OutputSettings.steps(record.outputs().saveEvery()),
        new Fingerprint(
            new TreeMap<>(RunRecordFile.trainedWith(record)), record.formatZeroSha256()));
  }

  /** Finds where a begun run stands, and tells. */
  private Progress begun(Checkpoints checkpoints) throws IOException {
    run.folder().deleteLeftOver();
    Progress at = checkpoints.findNewest(listener::line);
    if (at.equals(Progress.START)) {
      listener.resumed(Optional.empty(), at);
      return at;
    }
    listener.resumed(checkpoints.newest(), at);
    if (run.record().epochs().size() <= at.epochs()) {
      throw new DataException(
          run.folder().record()
              + ": tells of fewer epochs than the checkpoint has behind it; damaged, or of another"
              + " run");
    }
    return at;
  }

  /** Saves what was trained, and records the run as finished. */
  private Saved save(
      ConvNet net,
      Session session,
      Trainer.Trained trained,
      Checkpoints checkpoints,
      RunRecorder recorder)
      throws IOException {
    Path checkpoint = checkpoints.saveFinal(session);
    listener.written(JobListener.Output.CHECKPOINT, checkpoint);
    Path savedModel = export(net, session, trained);
    listener.written(JobListener.Output.SAVED_MODEL, savedModel);
    PredictionsCsv.write(
        run.folder().predictions(),
        run.dataset(),
        run.split(),
        new PredictionsCsv.Predictions(
            trained.train().predictions(), trained.test().predictions()));
    drawChart(recorder.record());
    recorder.finished(
        TrainingJob.now(clock),
        new RunRecord.Outcome(
            RunRecord.Result.of(trained.train()),
            RunRecord.Result.of(trained.test()),
            run.folder().path().relativize(checkpoint).toString().replace('\\', '/'),
            StoredPath.of(savedModel, run.folder())));
    return new Saved(recorder.record(), trained, checkpoint, savedModel);
  }

  private Path export(ConvNet net, Session session, Trainer.Trained trained) throws IOException {
    HeldOut heldOut = Promotion.heldOut(run.dataset(), run.split().test(), trained.test());
    Promotion promotion =
        Promotion.of(
            run.model(),
            heldOut,
            Boolean.parseBoolean(run.record().options().get(OutputSettings.PROMOTE)));
    promotion.before();
    ModelNotes notes = ModelNotes.of(run.dataset()).with(heldOut);
    Path version = export(net, session, notes);
    promotion.after();
    promotion.line().ifPresent(listener::line);
    return version;
  }

  private Path export(ConvNet net, Session session, ModelNotes notes) throws IOException {
    return run.begun()
        ? SavedModelExporter.exportUnlessThere(run.model(), net, session, run.session(), notes)
        : SavedModelExporter.export(run.model(), net, session, run.session(), notes);
  }

  /** A machine without fonts cannot draw; that costs the picture, not the run. */
  private void drawChart(RunRecord record) throws IOException {
    Path png = run.folder().chart("png");
    try {
      ErrorChart chart = ErrorChart.ofRun(record, record.epochs());
      chart.writePng(png, ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      chart.writeSvg(
          run.folder().chart("svg"), ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT);
      listener.written(JobListener.Output.CHART, png);
    } catch (ChartException e) {
      listener.noChart(e.getMessage());
    }
  }

  private DivergedException diverged(DivergedException e, Checkpoints checkpoints) {
    return new DivergedException(
        e.getMessage()
            + ", with learning rate "
            + run.record().setup().optimizer().learningRate()
            + "; "
            + checkpoints
                .newest()
                .map(prefix -> "the last good checkpoint is " + prefix)
                .orElse("no checkpoint was saved before it")
            + "; train anew with a smaller learning rate",
        e);
  }
}
