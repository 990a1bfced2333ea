package org.glyphnet.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.job.OutputSettings;
import org.glyphnet.job.ResumeChanges;
import org.glyphnet.job.TrainingSettings;
import org.glyphnet.network.Precision;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.PlainName;
import org.glyphnet.training.Recipe;
import org.glyphnet.training.TrainingPlan;

/** The options that say how to train and where the results go. */
final class TrainingOptions {
  private static final TrainingPlan BOOK = TrainingPlan.book();
  static final String PRECISION = "precision";
  private static final String EPOCHS = "epochs";
  private static final String REPORT_EVERY = "report-every";
  private static final String MAX_TO_KEEP = "max-to-keep";
  private static final String SAVE_EVERY = "save-every";
  private static final String SAVED_MODELS = "saved-models";
  private static final String THREADS = "threads";
  private static final int MOST_THREADS = 1024;

  private TrainingOptions() {}

  static OptionList options() {
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
            PRECISION,
            "NAME",
            "what the training step multiplies in: float32, or bfloat16, which is faster on processors that have it;"
                + " variables and evaluation are float32 in either case (default and the book's: "
                + Precision.FLOAT32
                + ")")
        .value("threads", "N", "threads that compute (default: one a processor)");
  }

  /** What is kept, and where. */
  static OptionList outputs() {
    return new OptionList()
        .value("run", "NAME", "name of the run, new (default: data set, preset and time)")
        .with(modelOptions("classifier-DATASET"))
        .value(
            "max-to-keep",
            "N",
            "how many of the checkpoints after each epoch are kept (default and the book's: "
                + OutputSettings.BOOK_MAX_TO_KEEP
                + ")")
        .flag(
            "promote",
            "the new version becomes the model's default even if it is worse than the one before it"
                + " on the same held-out images")
        .value(
            SAVE_EVERY,
            "N",
            "save a checkpoint every N steps within an epoch too, for --resume (default: only after"
                + " each epoch, and when stopped)");
  }

  /** Where a SavedModel goes. */
  static OptionList modelOptions(String byDefault) {
    return new OptionList()
        .value("saved-models", "DIR", "where SavedModels go (default: saved_models)")
        .value(
            "model",
            "NAME",
            "name of the SavedModel; its next version is written (default: " + byDefault + ")");
  }

  /** Everything that a new run is told. */
  static TrainingSettings settings(Arguments arguments) {
    Recipe recipe = RecipeOptions.recipe(arguments);
    return new TrainingSettings(
        DataOptions.settings(arguments),
        NetworkOptions.settings(arguments),
        NetworkOptions.optimizer(arguments),
        new TrainingPlan(
            arguments.integer(EPOCHS, recipe.epochs(), 1, Integer.MAX_VALUE),
            arguments.integer("batch-size", recipe.batchSize(), 2, Integer.MAX_VALUE),
            arguments.integer(REPORT_EVERY, BOOK.reportEvery(), 1, Integer.MAX_VALUE),
            DataOptions.seed(arguments)),
        arguments.choice(PRECISION, Precision.FLOAT32),
        session(arguments),
        outputs(arguments),
        RecipeOptions.learning(arguments),
        StartOptions.settings(arguments));
  }

  /** What may be another when a run is resumed. */
  static ResumeChanges changes(Arguments arguments) {
    return new ResumeChanges(
        number(arguments, EPOCHS),
        number(arguments, REPORT_EVERY),
        number(arguments, MAX_TO_KEEP),
        number(arguments, SAVE_EVERY),
        arguments.has(SAVED_MODELS) ? Optional.of(savedModels(arguments)) : Optional.empty(),
        model(arguments),
        DataOptions.place(arguments));
  }

  /** Option of the commands that run a graph from a file. */
  static final String TRUST_MODEL = "trust-model";

  static final String TRUST_MODEL_HELP =
      "run the model even if its graph reaches files, the network or Python";

  /** How the machine is used. */
  static SessionSettings session(Arguments arguments) {
    return new SessionSettings(
        threads(arguments).orElseGet(() -> SessionSettings.ofThisMachine().threads()),
        arguments.has(TRUST_MODEL));
  }

  /** Threads that compute, where a number was given. */
  static Optional<Integer> threads(Arguments arguments) {
    return arguments.has(THREADS)
        ? Optional.of(arguments.integer(THREADS, 1, 1, MOST_THREADS))
        : Optional.empty();
  }

  /** Folder of the models. */
  static Path savedModels(Arguments arguments) {
    return arguments.path(SAVED_MODELS, Path.of("saved_models"));
  }

  /** The model's name, where one was typed. */
  static Optional<String> model(Arguments arguments) {
    return name(arguments, "model");
  }

  /** A name that was typed, checked. */
  static Optional<String> name(Arguments arguments, String option) {
    Optional<String> name = arguments.text(option);
    if (name.isPresent() && !PlainName.is(name.get())) {
      throw new UsageException(
          "--" + option + ": '" + name.get() + "' cannot be a name; " + PlainName.RULE);
    }
    return name;
  }

  private static OutputSettings outputs(Arguments arguments) {
    return new OutputSettings(
        RunChoice.runsDir(arguments),
        name(arguments, "run"),
        savedModels(arguments),
        model(arguments),
        number(arguments, MAX_TO_KEEP).orElse(OutputSettings.BOOK_MAX_TO_KEEP),
        number(arguments, SAVE_EVERY),
        arguments.has("promote"));
  }

  private static Optional<Integer> number(Arguments arguments, String option) {
    return arguments.has(option)
        ? Optional.of(arguments.integer(option, 1, 1, Integer.MAX_VALUE))
        : Optional.empty();
  }
}
