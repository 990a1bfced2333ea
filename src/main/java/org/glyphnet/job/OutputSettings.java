package org.glyphnet.job;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.Preset;
import org.glyphnet.runs.PlainName;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.StoredPath;
import org.glyphnet.saving.CheckpointPolicy;

/**
 * What is kept of a run, and where. Immutable.
 *
 * @param runs folder of the runs
 * @param run the run's name, new; empty for data set, preset and time
 * @param savedModels folder of the models
 * @param model name of the SavedModel whose next version is written; empty for {@code classifier-}
 *     and the data set
 * @param maxToKeep how many of the checkpoints after each epoch are kept, at least 1
 * @param saveEvery steps from one checkpoint within an epoch to the next; empty for none within
 * @param promote whether the new version becomes the model's default even if it is worse than the
 *     one before it
 */
public record OutputSettings(
    Path runs,
    Optional<String> run,
    Path savedModels,
    Optional<String> model,
    int maxToKeep,
    Optional<Integer> saveEvery,
    boolean promote) {
  /** The book's number of checkpoints that are kept. */
  public static final int BOOK_MAX_TO_KEEP = 10;

  /** Name of the setting that makes a new version the default however it did. */
  static final String PROMOTE = "promote";

  /**
   * @throws SettingsException when a name cannot be one
   */
  public OutputSettings {
    run.ifPresent(name -> check("run", name));
    model.ifPresent(name -> check("model", name));
  }

  /** Runs and models in these folders, under names of their own, as much kept as in the book. */
  public static OutputSettings into(Path runs, Path savedModels) {
    return new OutputSettings(
        runs,
        Optional.empty(),
        savedModels,
        Optional.empty(),
        BOOK_MAX_TO_KEEP,
        Optional.empty(),
        false);
  }

  /** The same under other names. */
  public OutputSettings named(String newRun, String newModel) {
    return new OutputSettings(
        runs,
        Optional.of(newRun),
        savedModels,
        Optional.of(newModel),
        maxToKeep,
        saveEvery,
        promote);
  }

  /** The run's name: as set, else from data set, preset and time. */
  String runName(ImageDataset dataset, Preset preset, LocalDateTime now) {
    return run.orElseGet(
        () ->
            PlainName.of(dataset.name())
                + "-"
                + preset
                + "-"
                + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)));
  }

  /** The model's name: as set, else from the data set. */
  String modelName(ImageDataset dataset) {
    return model.orElseGet(() -> "classifier-" + PlainName.of(dataset.name()));
  }

  /** As a run's record keeps it. */
  RunRecord.Outputs recorded(RunFolder folder, String modelName) {
    return new RunRecord.Outputs(
        StoredPath.of(savedModels, folder), modelName, maxToKeep, saveEvery.orElse(null));
  }

  /** Every setting by name, in the order in which they are told. */
  void addTo(Map<String, String> values) {
    values.put("run", run.orElse(""));
    values.put("saved-models", savedModels.toString());
    values.put("model", model.orElse(""));
    values.put("max-to-keep", Integer.toString(maxToKeep));
    values.put("save-every", saveEvery.map(n -> Integer.toString(n)).orElse("never"));
    values.put(PROMOTE, Boolean.toString(promote));
    values.put("runs-dir", runs.toString());
  }

  /** Steps between checkpoints as {@link CheckpointPolicy} takes them. */
  static int steps(Integer saveEvery) {
    return saveEvery == null ? CheckpointPolicy.NEVER : saveEvery;
  }

  private static void check(String what, String name) {
    if (!PlainName.is(name)) {
      throw new SettingsException(
          "'" + name + "' cannot be the name of a " + what + "; " + PlainName.RULE);
    }
  }
}
