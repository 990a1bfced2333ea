package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.glyphnet.job.OutputSettings;
import org.glyphnet.job.Sweep;
import org.glyphnet.job.TrainingSettings;

/**
 * {@code sweep}: tries options out: a training run for every combination of their values, one after
 * the other, then a table and a page that compares them. Typed again it goes on where it was
 * stopped.
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
        "trains a run for every combination of some options' values and compares them",
        "--set OPTION=VALUE,VALUE... [--set ...]",
        "the options are those of train");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .group("Sweep")
        .values(
            SET,
            "OPTION=VALUES",
            "an option of train and the values to try, with commas; may be given several"
                + " times: all combinations are trained")
        .value(
            NAME,
            "NAME",
            "name of the sweep: its runs, their SavedModels and "
                + Sweep.REPORT
                + " go into the folder of this name where runs are (default: "
                + DEFAULT_NAME
                + "); of a sweep that was stopped the finished runs are kept")
        .with(train.options().without(OWN));
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    SweepGrid grid = SweepGrid.parse(arguments.texts(SET), settable());
    if (grid.axes().isEmpty()) {
      throw new UsageException(
          "sweep needs something to try: --set learning-rate=0.0001,0.0002 for example");
    }
    Path home =
        RunChoice.runsDir(arguments)
            .resolve(TrainingOptions.name(arguments, NAME).orElse(DEFAULT_NAME));
    List<Sweep.Planned> planned = plan(grid, arguments, home);
    Sweep.Result result;
    try (StopSignals signals = train.signals();
        JobConsole console = new JobConsole(screen)) {
      result =
          new Sweep(home, train.job(List.of(signals, console), signals), new SweepConsole(out))
              .run(planned);
      if (result.stopped().isPresent()) {
        throw signals.stopped(
            "stopped in " + result.stopped().get().path() + "; the same command goes on there");
      }
    }
    SweepTable table = new SweepTable(List.copyOf(grid.axes().keySet()));
    for (Sweep.Run run : result.runs()) {
      table.add(run);
    }
    out.print("Sweep " + home + "\n" + table.asText());
    result.comparison().ifPresent(page -> out.println("Wrote " + page));
    List<String> failed =
        result.runs().stream()
            .filter(run -> run.failure().isPresent())
            .map(run -> run.planned().name())
            .toList();
    if (!failed.isEmpty()) {
      throw new CheckFailedException(
          failed.size() + " of " + planned.size() + " runs failed: " + String.join(", ", failed));
    }
  }

  private Set<String> settable() {
    return train.options().toOptions().getOptions().stream()
        .filter(Option::hasArg)
        .map(Option::getLongOpt)
        .filter(name -> !OWN.contains(name) && TrainingSettings.isDecisive(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The settings of all runs, so that a bad value is found before the first is trained. */
  private static List<Sweep.Planned> plan(SweepGrid grid, Arguments arguments, Path home) {
    List<Sweep.Planned> planned = new ArrayList<>();
    for (SweepGrid.Combination combination : grid.combinations()) {
      TrainingSettings settings = TrainingOptions.settings(arguments.with(combination.values()));
      OutputSettings outputs = settings.outputs();
      OutputSettings own =
          new OutputSettings(
              home,
              Optional.of(combination.name()),
              arguments.has(MODELS_OPTION) ? outputs.savedModels() : home.resolve(MODELS),
              Optional.of(combination.name()),
              outputs.maxToKeep(),
              outputs.saveEvery(),
              outputs.promote());
      planned.add(new Sweep.Planned(combination.values(), settings.withOutputs(own)));
    }
    return planned;
  }
}
