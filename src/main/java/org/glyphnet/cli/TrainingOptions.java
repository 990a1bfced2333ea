package org.glyphnet.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.Preset;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.TrainingPlan;

/** The options that say how to train and where the results go, read and checked. */
record TrainingOptions(
    TrainingPlan plan,
    SessionSettings settings,
    int maxToKeep,
    Optional<String> run,
    Path savedModels,
    Optional<String> model) {
  private static final TrainingPlan BOOK = TrainingPlan.book();
  private static final int BOOK_MAX_TO_KEEP = 10;
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
        .value("threads", "N", "threads that compute (default: one a processor)")
        .value("run", "NAME", "name of the run, new (default: data set, preset and time)")
        .with(modelOptions("classifier-DATASET"))
        .value(
            "max-to-keep",
            "N",
            "how many of the checkpoints after each epoch are kept (default and the book's: "
                + BOOK_MAX_TO_KEEP
                + ")")
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
        new SessionSettings(
            arguments.integer("threads", SessionSettings.ofThisMachine().threads(), 1, 1024)),
        arguments.integer("max-to-keep", BOOK_MAX_TO_KEEP, 1, Integer.MAX_VALUE),
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

  /** Every option with its value, given or default. */
  Map<String, String> values(String runName, Path modelFolder) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("epochs", Integer.toString(plan.epochs()));
    values.put("batch-size", Integer.toString(plan.batchSize()));
    values.put("report-every", Integer.toString(plan.reportEvery()));
    values.put("threads", Integer.toString(settings.threads()));
    values.put("run", runName);
    values.put("saved-models", savedModels.toString());
    values.put("model", modelFolder.getFileName().toString());
    values.put("max-to-keep", Integer.toString(maxToKeep));
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
                + now.format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
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
