package org.glyphnet.job;

import java.io.IOException;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.cluster.Cluster;
import org.glyphnet.data.DataException;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.runs.Environment;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunLock;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.runs.StoredPath;
import org.glyphnet.training.Learning;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.TrainingPlan;

/**
 * Trains runs: data, training, checkpoints, SavedModel, chart, report, and the check of what was
 * saved. One job can train several, one after the other.
 */
public final class TrainingJob {
  private final Clock clock;
  private final JobListener listener;
  private final BooleanSupplier stop;
  private final Optional<Cluster> cluster;

  /**
   * @param clock tells what time runs are named and recorded with
   * @param listeners hear what it does, in their order
   * @param stop asked after every step, and within evaluations after every batch; once true, the
   *     run is saved where it stands and the job ends
   */
  public TrainingJob(Clock clock, List<JobListener> listeners, BooleanSupplier stop) {
    this(clock, listeners, stop, Optional.empty());
  }

  /**
   * A job whose steps are taken by a cluster.
   *
   * @param cluster with this process in it; it stays the caller's
   */
  public TrainingJob(
      Clock clock, List<JobListener> listeners, BooleanSupplier stop, Optional<Cluster> cluster) {
    this.clock = clock;
    this.listener = new JobListeners(listeners);
    this.stop = stop;
    this.cluster = cluster;
  }

  /**
   * Trains a new run.
   *
   * @throws SettingsException for settings that cannot be carried out, and when there is a run of
   *     that name already
   * @throws DataException for missing or bad data
   * @throws org.glyphnet.training.DivergedException when the numbers have left what a float can
   *     hold
   * @throws IOException when files cannot be written
   */
  public TrainingResult train(TrainingSettings settings) throws IOException {
    return train(settings, OptionalInt.empty());
  }

  /**
   * Trains a new run for its first epochs and leaves it there, see {@link TrainingResult.Paused}.
   *
   * @param epochs after which it is left, of those in the settings; they decide what is trained
   * @throws SettingsException as {@link #train}
   * @throws DataException as {@link #train}
   * @throws IOException as {@link #train}
   */
  public TrainingResult trainUntil(int epochs, TrainingSettings settings) throws IOException {
    return train(settings, OptionalInt.of(epochs));
  }

  @SuppressWarnings("try") // locks are held, not used
  private TrainingResult train(TrainingSettings settings, OptionalInt until) throws IOException {
    OutputSettings outputs = settings.outputs();
    // What is typed is checked before the data is loaded, and the data before a folder is made.
    if (outputs.run().isPresent()
        && new RunFolder(outputs.runs().resolve(outputs.run().get())).isTaken()) {
      throw taken(outputs.run().get(), outputs.runs(), null);
    }
    Optional<Start> start = Start.of(settings);
    LoadedData data =
        LoadedData.load(
            settings.data(), start.flatMap(Start::preparation), settings.plan().seed(), listener);
    NetworkSpec network =
        start.isPresent()
            ? start.get().network(settings.network(), data.dataset())
            : settings.network().spec(data.dataset());
    if (network.dense().calibrated() && data.split().validation().length == 0) {
      throw new SettingsException(
          "a temperature needs a part that choices are made by", Remedy.KEEP_VALIDATION_PART);
    }
    Learning learning =
        settings.learning().on(data).withFrozenConvolutions(settings.start().frozen());
    start.ifPresent(one -> listener.line(one.told(settings.start())));
    if (settings.learning().recipe() != Recipe.BOOK) {
      listener.line(settings.learning().told(learning));
    }
    String model = outputs.modelName(data.dataset());
    // Before training, so that it is not in vain.
    checkWritable(outputs.savedModels().resolve(model));
    String name =
        outputs.runName(data.dataset(), settings.network().preset(), LocalDateTime.now(clock));
    RunFolder folder = create(outputs.runs(), name);
    TrainingSettings named = settings.withOutputs(outputs.named(name, model));
    RunRecord record =
        new RunRecord(
            name,
            new RunRecord.Times(now(clock), null),
            named.values(),
            new RunRecord.Setup(
                network,
                settings.optimizer(),
                settings.plan().with(learning),
                settings.precision(),
                settings.session().threads(),
                start.map(one -> one.recorded(folder)).orElse(null)),
            outputs.recorded(folder, model),
            data.recorded(folder),
            Environment.present(),
            List.of(),
            null,
            null);
    try (RunLock lock = RunLock.of(folder)) {
      return run(new PreparedRun(folder, record, data.dataset(), data.split(), false, until));
    }
  }

  /**
   * Goes on with a run from its newest complete checkpoint: it ends in the same bits as one that
   * never stopped. With more epochs a finished run goes on, too.
   *
   * @throws SettingsException when it has more epochs behind it than it is to have
   * @throws DataException when record, checkpoints or data are missing, damaged or of another run
   * @throws org.glyphnet.training.DivergedException when the numbers have left what a float can
   *     hold
   * @throws IOException when files cannot be read or written
   */
  public TrainingResult resume(RunFolder folder, ResumeChanges changes) throws IOException {
    return resume(folder, changes, OptionalInt.empty());
  }

  /**
   * Goes on with a run until so many epochs are behind it and leaves it there, see {@link
   * TrainingResult.Paused}.
   *
   * @throws DataException as {@link #resume}
   * @throws IOException as {@link #resume}
   */
  public TrainingResult resumeUntil(int epochs, RunFolder folder) throws IOException {
    return resume(folder, ResumeChanges.NONE, OptionalInt.of(epochs));
  }

  @SuppressWarnings("try") // locks are held, not used
  private TrainingResult resume(RunFolder folder, ResumeChanges changes, OptionalInt until)
      throws IOException {
    try (RunLock lock = RunLock.of(folder)) {
      RunRecord record = RunRecordFile.read(folder.record());
      RunRecord changed = changed(record, folder, changes);
      Environment.present()
          .difference(record.environment())
          .ifPresent(
              difference ->
                  listener.line(
                      difference
                          + "; the results can differ in the last bits from those of a run that"
                          + " was never stopped"));
      LoadedData data = LoadedData.reload(record, folder, changes.dataFolder(), listener);
      return run(new PreparedRun(folder, changed, data.dataset(), data.split(), true, until));
    }
  }

  private TrainingResult run(PreparedRun run) throws IOException {
    return new RunTraining(run, cluster, clock, listener, stop).run();
  }

  private static RunRecord changed(RunRecord record, RunFolder folder, ResumeChanges changes) {
    TrainingPlan plan = record.training();
    TrainingPlan newPlan =
        new TrainingPlan(
            changes.epochs().orElse(plan.epochs()),
            plan.batchSize(),
            changes.reportEvery().orElse(plan.reportEvery()),
            plan.seed(),
            plan.learning());
    int done = Math.max(1, record.epochs().size() - 1); // the untrained network's is no epoch
    if (newPlan.epochs() < done) {
      throw new SettingsException(
          "epochs: the run has " + done + " behind it; it takes a number from " + done + " up");
    }
    RunRecord.Outputs was = record.outputs();
    RunRecord.Outputs outputs =
        new RunRecord.Outputs(
            changes
                .savedModels()
                .map(path -> StoredPath.of(path, folder))
                .orElse(was.savedModels()),
            changes.model().orElse(was.model()),
            changes.maxToKeep().orElse(was.maxToKeep()),
            changes.saveEvery().orElse(was.saveEvery()));
    Map<String, String> values = new LinkedHashMap<>(record.options());
    values.put("epochs", Integer.toString(newPlan.epochs()));
    values.put("report-every", Integer.toString(newPlan.reportEvery()));
    changes.savedModels().ifPresent(path -> values.put("saved-models", path.toString()));
    values.put("model", outputs.model());
    values.put("max-to-keep", Integer.toString(outputs.maxToKeep()));
    changes.saveEvery().ifPresent(steps -> values.put("save-every", Integer.toString(steps)));
    return record.with(newPlan, outputs, values);
  }

  static String now(Clock clock) {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static RunFolder create(Path runs, String name) throws IOException {
    try {
      return RunFolder.create(runs, name);
    } catch (FileAlreadyExistsException e) {
      if (runs.resolve(name).toString().equals(e.getFile())) {
        throw taken(name, runs, e);
      }
      throw e;
    }
  }

  private static SettingsException taken(String name, Path runs, Throwable cause) {
    return new SettingsException(
        "there is a run '" + name + "' in " + runs + " already; choose another name, or delete it",
        cause);
  }

  private static void checkWritable(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
  }
}
