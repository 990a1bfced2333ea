package org.glyphnet.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.saving.CheckpointPolicy;
import org.glyphnet.training.TrainingPlan;

/** The options that say how to train and where the results go, read and checked. */
record TrainingOptions(
    TrainingPlan plan,
    Precision precision,
    SessionSettings settings,
    int maxToKeep,
    int saveEvery,
    Optional<String> run,
    Path savedModels,
    Optional<String> model) {
  private static final TrainingPlan BOOK = TrainingPlan.book();
  private static final int BOOK_MAX_TO_KEEP = 10;
  private static final String SAVE_EVERY = "save-every";
  private static final int NEVER = CheckpointPolicy.NEVER;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  static Options options() {
    return new OptionList()
        .value(
            "epochs",
            "N",
            "passes over the training images (default and the book's: " + BOOK.epochs() + ")")
        .value(
            "batch-size", "N", "images a step (default and the book's: " + BOOK.batchSize() + ")")
        .value(
            "report-every",
            "N",
            "cost and precision of a batch are printed when its place in the epoch is a multiple of N images (default"
                + " and the book's: "
                + BOOK.reportEvery()
                + ")")
        .value(
            "precision",
            "NAME",
            "what the training step multiplies in: float32, or bfloat16, which is faster on processors that have it;"
                + " variables and evaluation are float32 in either case (default and the book's: "
                + Precision.FLOAT32
                + ")")
        .value("threads", "N", "threads that compute (default: one a processor)")
        .value("run", "NAME", "name of the run, new (default: data set, preset and time)")
        .with(modelOptions("classifier-DATASET"))
        .value(
            "max-to-keep",
            "N",
            "how many of the checkpoints after each epoch are kept (default and the book's: "
                + BOOK_MAX_TO_KEEP
                + ")")
        .value(
            SAVE_EVERY,
            "N",
            "save a checkpoint every N steps within an epoch too, for --resume (default: only after"
                + " each epoch, and when stopped)")
        .toOptions();
  }

  /** Where a SavedModel goes. */
  static Options modelOptions(String byDefault) {
    return new OptionList()
        .value("saved-models", "DIR", "where SavedModels go (default: saved_models)")
        .value(
            "model",
            "NAME",
            "name of the SavedModel; its next version is written (default: " + byDefault + ")")
        .toOptions();
  }

  static TrainingOptions of(Arguments arguments, long seed) {
    return new TrainingOptions(
        new TrainingPlan(
            arguments.integer("epochs", BOOK.epochs(), 1, Integer.MAX_VALUE),
            arguments.integer("batch-size", BOOK.batchSize(), 2, Integer.MAX_VALUE),
            arguments.integer("report-every", BOOK.reportEvery(), 1, Integer.MAX_VALUE),
            seed),
        arguments.choice("precision", Precision.FLOAT32),
        new SessionSettings(
            arguments.integer("threads", SessionSettings.ofThisMachine().threads(), 1, 1024)),
        arguments.integer("max-to-keep", BOOK_MAX_TO_KEEP, 1, Integer.MAX_VALUE),
        arguments.integer(SAVE_EVERY, NEVER, 1, NEVER),
        arguments.text("run").map(name -> checked("run", name)),
        savedModels(arguments),
        model(arguments));
  }

  /** Folder of the models. */
  static Path savedModels(Arguments arguments) {
    return arguments.path("saved-models", Path.of("saved_models"));
  }

  /** The model's name, where one was typed. */
  static Optional<String> model(Arguments arguments) {
    return arguments.text("model").map(name -> checked("model", name));
  }

  /**
   * Those of a run that goes on; what changes no number that is trained can be given anew.
   *
   * @throws DataException when the record is damaged
   */
  static TrainingOptions again(RunRecord record, Arguments arguments) {
    TrainingPlan plan = record.training();
    int keep = recorded(record, "max-to-keep", BOOK_MAX_TO_KEEP);
    int every = recorded(record, SAVE_EVERY, NEVER);
    String models = record.options().getOrDefault("saved-models", "saved_models");
    return new TrainingOptions(
        new TrainingPlan(
            arguments.integer("epochs", plan.epochs(), 1, Integer.MAX_VALUE),
            plan.batchSize(),
            arguments.integer("report-every", plan.reportEvery(), 1, Integer.MAX_VALUE),
            plan.seed()),
        precision(record),
        new SessionSettings(record.threads()),
        arguments.integer("max-to-keep", keep, 1, Integer.MAX_VALUE),
        arguments.integer(SAVE_EVERY, every, 1, NEVER),
        Optional.of(record.run()),
        arguments.path("saved-models", Arguments.asPath("saved-models", models)),
        arguments
            .text("model")
            .or(() -> Optional.ofNullable(record.options().get("model")))
            .map(name -> checked("model", name)));
  }

  /**
   * What a run's steps multiply in.
   *
   * @throws DataException when the record is damaged
   */
  static Precision precision(RunRecord record) {
    String recorded = record.options().getOrDefault("precision", Precision.FLOAT32.toString());
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.toString().equals(recorded))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "run.json of "
                        + record.run()
                        + ": '"
                        + recorded
                        + "' is no precision; damaged"));
  }

  private static int recorded(RunRecord record, String option, int byDefault) {
    String value = record.options().get(option);
    if (value == null || value.equals("never")) {
      return byDefault;
    }
    try {
      return Math.max(1, Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw new DataException(
          "run.json of " + record.run() + ": '" + value + "' is no " + option + "; damaged", e);
    }
  }

  /** Every option with its value, given or default. */
  Map<String, String> values(String runName, Path modelFolder) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("epochs", Integer.toString(plan.epochs()));
    values.put("batch-size", Integer.toString(plan.batchSize()));
    values.put("report-every", Integer.toString(plan.reportEvery()));
    values.put("precision", precision.toString());
    values.put("threads", Integer.toString(settings.threads()));
    values.put("run", runName);
    values.put("saved-models", savedModels.toString());
    values.put("model", modelFolder.getFileName().toString());
    values.put("max-to-keep", Integer.toString(maxToKeep));
    values.put(SAVE_EVERY, saveEvery == NEVER ? "never" : Integer.toString(saveEvery));
    return values;
  }

  /** The run's name: as typed, else from data set, preset and time. */
  String runName(ImageDataset dataset, Preset preset, LocalDateTime now) {
    return run.orElseGet(
        () ->
            asName(dataset)
                + "-"
                + preset
                + "-"
                + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)));
  }

  /** Folder of the model's versions. */
  Path modelFolder(ImageDataset dataset) {
    return savedModels.resolve(model.orElseGet(() -> "classifier-" + asName(dataset)));
  }

  private static String asName(ImageDataset dataset) {
    return dataset.name().replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  /** A name that a run or model can have. */
  static String checked(String option, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "--"
              + option
              + ": '"
              + name
              + "' cannot be a name; letters, digits, '-', '_' and '.' can, beginning with a letter or digit");
    }
    return name;
  }
}
