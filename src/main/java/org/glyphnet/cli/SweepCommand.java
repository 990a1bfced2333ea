package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.glyphnet.job.Halving;
import org.glyphnet.job.OutputSettings;
import org.glyphnet.job.Sweep;
import org.glyphnet.job.TrainingSettings;
import org.glyphnet.mlflow.Mlflow;

/**
 * {@code sweep}: tries options out: a training run for every combination of their values, or for
 * some drawn at random, one after the other, then a table and a page that compares them. Typed
 * again it goes on where it was stopped.
 */
final class SweepCommand implements Command {
  private static final String SET = "set";
  private static final String NAME = "name";
  private static final String DEFAULT_NAME = "sweep";

  private static final String MODELS_OPTION = "saved-models";

  /** Beside the runs, so that no experiment becomes the newest version of a model in use. */
  private static final String MODELS = "saved_models";

  /** Options of train that a sweep gives itself. */
  private static final Set<String> OWN = Set.of("run", "model", ResumeOptions.RESUME);

  private static final String RANDOM = "random";
  private static final String HALVING = "halving";
  private static final int MOST_TRIALS = 10_000;
  private static final String VALIDATION_BY_DEFAULT = "0.1";

  private final TrainCommand train;

  /**
   * @param train makes each run
   */
  SweepCommand(TrainCommand train) {
    this.train = train;
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "sweep",
        "trains a run for every combination of some options' values, or for some drawn at random,"
            + " and compares them",
        "--set OPTION=VALUE,VALUE... [--set ...]",
        "the options are those of train; the best on the validation part is saved as a model and"
            + " tested");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .group("Sweep")
        .values(
            SET,
            "OPTION=VALUES",
            "an option of train and the values to try, with commas; may be given several"
                + " times: all combinations are trained; with --random also a range, 0.1..0.5,"
                + " 16..128 or log:1e-4..1e-2")
        .value(
            RANDOM,
            "N",
            "draw N combinations at random, by --seed, instead of training all (default: all)")
        .value(
            HALVING,
            "N",
            "compare the runs on the way: of N one goes on, the others stop, 3 for example; each"
                + " comparison after N times the epochs of the one before (default: all go to their"
                + " end)")
        .value(
            NAME,
            "NAME",
            "name of the sweep: its runs, the winner's SavedModel and "
                + Sweep.REPORT
                + " go into the folder of this name where runs are (default: "
                + DEFAULT_NAME
                + "); a sweep that was stopped goes on")
        .with(train.options().without(OWN));
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    List<SweepGrid.Combination> combinations = combinations(arguments);
    Halving halving =
        arguments.has(HALVING)
            ? new Halving(arguments.integer(HALVING, 3, 2, MOST_TRIALS))
            : Halving.NONE;
    Arguments validated = validated(arguments, out);
    Path home =
        RunChoice.runsDir(arguments)
            .resolve(TrainingOptions.name(arguments, NAME).orElse(DEFAULT_NAME));
    List<Sweep.Planned> planned = plan(combinations, validated, home);
    Sweep.Result result;
    try (StopSignals signals = train.signals();
        JobConsole console = new JobConsole(screen);
        Mlflow mlflow = train.mlflow(arguments, screen)) {
      if (mlflow != null) {
        mlflow.beginParent(home);
      }
      result =
          new Sweep(
                  home,
                  train.job(MlflowOptions.with(mlflow, signals, console), signals),
                  new SweepConsole(out))
              .run(planned, halving);
      if (mlflow != null) {
        mlflow.endParent(result.stopped().isEmpty());
      }
      if (result.stopped().isPresent()) {
        throw signals.stopped(
            "stopped in " + result.stopped().get().path() + "; the same command goes on there");
      }
    }
    out.print("Sweep " + home + "\n" + SweepTable.of(result.runs()));
    out.println(result.time().told());
    if (result.winner().isPresent()) {
      out.println(SweepTable.winner(result.winner().get()));
    }
    result.comparison().ifPresent(page -> out.println("Wrote " + page));
    failIfAnyFailed(result.runs());
  }

  private static void failIfAnyFailed(List<Sweep.Run> runs) {
    List<String> failed =
        runs.stream()
            .filter(run -> run.failure().isPresent())
            .map(run -> run.planned().name())
            .sorted()
            .toList();
    if (!failed.isEmpty()) {
      throw new CheckFailedException(
          failed.size() + " of " + runs.size() + " runs failed: " + String.join(", ", failed));
    }
  }

  /** What is tried: all combinations, or some. */
  private List<SweepGrid.Combination> combinations(Arguments arguments) {
    List<String> typed = arguments.texts(SET);
    if (typed.isEmpty()) {
      throw new UsageException(
          "sweep needs something to try: --set learning-rate=0.0001,0.0002 for example");
    }
    return arguments.has(RANDOM)
        ? RandomTrials.parse(typed, settable())
            .draw(arguments.integer(RANDOM, 1, 1, MOST_TRIALS), DataOptions.seed(arguments))
        : SweepGrid.parse(typed, settable()).combinations();
  }

  /** With a part of the images to choose by. */
  private static Arguments validated(Arguments arguments, PrintStream out) {
    if (!arguments.has(DataOptions.VALIDATION)) {
      out.println(
          "Holds a tenth of the training images out to choose by; --validation SHARE sets another"
              + " share");
      return arguments.with(Map.of(DataOptions.VALIDATION, VALIDATION_BY_DEFAULT));
    }
    if (DataOptions.settings(arguments).validation() == 0) {
      throw new UsageException(
          "--validation: a sweep chooses by this part of the training images; it takes a number"
              + " above 0 and below 1");
    }
    return arguments;
  }

  private Set<String> settable() {
    return train.options().toOptions().getOptions().stream()
        .filter(Option::hasArg)
        .map(Option::getLongOpt)
        .filter(name -> !OWN.contains(name) && TrainingSettings.isDecisive(name))
        // Accuracies on different parts are no ranking.
        .filter(name -> !name.equals(DataOptions.VALIDATION))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The settings of all runs, so that a bad value is found before the first is trained. */
  private static List<Sweep.Planned> plan(
      List<SweepGrid.Combination> combinations, Arguments arguments, Path home) {
    List<Sweep.Planned> planned = new ArrayList<>();
    for (SweepGrid.Combination combination : combinations) {
      TrainingSettings settings = TrainingOptions.settings(arguments.with(combination.values()));
      OutputSettings outputs = settings.outputs();
      OutputSettings own =
          new OutputSettings(
              home,
              Optional.of(combination.name()),
              arguments.has(MODELS_OPTION) ? outputs.savedModels() : home.resolve(MODELS),
              Optional.of(home.getFileName().toString()), // for the winner
              outputs.maxToKeep(),
              outputs.saveEvery(),
              outputs.promote());
      planned.add(new Sweep.Planned(combination.values(), settings.withOutputs(own)));
    }
    return planned;
  }
}
