package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.glyphnet.report.ComparisonReport;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;

/**
 * {@code sweep}: tries options out: a training run for every combination of their values, one after
 * the other, then a table and a page that compares them. Typed again it goes on where it was
 * stopped.
 */
public final class SweepCommand implements Command {
  private static final String SET = "set";
  private static final String NAME = "name";
  private static final String DEFAULT_NAME = "sweep";

  private static final String MODELS_OPTION = "saved-models";

  /** Beside the runs, so that no experiment becomes the newest version of a model in use. */
  private static final String MODELS = "saved_models";

  private static final String REPORT = "comparison.html";

  /** Options of train that a sweep gives itself. */
  private static final Set<String> OWN = Set.of("run", "model", ResumedRun.RESUME);

  /** Options that say where things are, or what is printed, and change no number. */
  private static final Set<String> PLACES =
      Set.of(
          "run",
          "runs-dir",
          "saved-models",
          "model",
          "data-dir",
          "threads",
          "max-to-keep",
          "report-every",
          "save-every");

  private final TrainCommand train;

  /**
   * @param train makes each run
   */
  public SweepCommand(TrainCommand train) {
    this.train = train;
  }

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  public String summary() {
    return "trains a run for every combination of some options' values and compares them";
  }

  @Override
  public String synopsis() {
    return "--set OPTION=VALUE,VALUE... [--set ...] [options of train]";
  }

  @Override
  public Set<String> repeatable() {
    return Set.of(SET);
  }

  @Override
  public Options options() {
    OptionList list =
        new OptionList()
            .value(
                SET,
                "OPTION=VALUES",
                "an option of train and the values to try, with commas; may be given several times: all combinations are"
                    + " trained")
            .value(
                NAME,
                "NAME",
                "name of the sweep: its runs, their SavedModels and "
                    + REPORT
                    + " go into the folder of this name where runs are (default: "
                    + DEFAULT_NAME
                    + "); of a sweep that was stopped the finished runs are kept");
    for (Option option : train.options().getOptions()) {
      if (!OWN.contains(option.getLongOpt())) {
        list.with(new Options().addOption(option));
      }
    }
    return list.toOptions();
  }

  /** A combination, the words that train it, and its folder. */
  private record Planned(SweepGrid.Combination combination, Arguments train, RunFolder folder) {}

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
    SweepGrid grid = SweepGrid.parse(arguments.texts(SET), settable());
    if (grid.axes().isEmpty()) {
      throw new UsageException(
          "sweep needs something to try: --set learning-rate=0.0001,0.0002 for example");
    }
    Path home =
        RunChoice.runsDir(arguments)
            .resolve(
                arguments
                    .text(NAME)
                    .map(name -> TrainingOptions.checked(NAME, name))
                    .orElse(DEFAULT_NAME));
    List<Planned> planned = plan(grid, arguments, home);
    SweepTable table = new SweepTable(List.copyOf(grid.axes().keySet()));
    List<Path> finished = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      Planned one = planned.get(i);
      String name = one.combination().name();
      out.printf(Locale.ROOT, "[%d/%d] %s%n", i + 1, planned.size(), name);
      try {
        if (isFinished(one.folder())) {
          out.println("Trained already: " + one.folder().path());
        } else {
          train.run(one.train(), out);
        }
        table.add(one.combination(), one.folder());
        finished.add(one.folder().path());
      } catch (StoppedException e) {
        throw new StoppedException(
            "stopped in " + one.folder().path() + "; the same command goes on there", e.exitCode());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // One run that cannot be is no reason to give the others up.
        out.println("Failed: " + reason(e));
        table.add(one.combination(), reason(e));
        failed.add(name);
      }
      out.println();
    }
    out.print("Sweep " + home + "\n" + table.asText());
    if (!finished.isEmpty()) {
      Path report = home.resolve(REPORT);
      ComparisonReport.write(finished, report);
      out.println("Wrote " + report);
    }
    if (!failed.isEmpty()) {
      throw new CheckFailedException(
          failed.size() + " of " + planned.size() + " runs failed: " + String.join(", ", failed));
    }
  }

  private Set<String> settable() {
    return train.options().getOptions().stream()
        .filter(Option::hasArg)
        .map(Option::getLongOpt)
        .filter(name -> !OWN.contains(name) && !PLACES.contains(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All runs with their options read, so that a bad value is found before the first is trained. */
  private List<Planned> plan(SweepGrid grid, Arguments arguments, Path home) throws IOException {
    List<String> common = arguments.words(Set.of(SET, NAME, "runs-dir"));
    if (!arguments.has(MODELS_OPTION)) {
      common.addAll(List.of("--" + MODELS_OPTION, home.resolve(MODELS).toString()));
    }
    common.addAll(List.of("--runs-dir", home.toString()));
    List<Planned> planned = new ArrayList<>();
    for (SweepGrid.Combination combination : grid.combinations()) {
      List<String> words = new ArrayList<>(common);
      words.addAll(combination.words());
      words.addAll(List.of("--run", combination.name(), "--model", combination.name()));
      Arguments run = CommandLines.arguments(train, words);
      RunFolder folder = new RunFolder(home.resolve(combination.name()));
      if (Files.isRegularFile(folder.record())) {
        checkSame(folder, options(run));
        words.addAll(List.of("--" + ResumedRun.RESUME, combination.name()));
        run = CommandLines.arguments(train, words);
      }
      planned.add(new Planned(combination, run, folder));
    }
    return planned;
  }

  /** The options that decide what is trained. */
  private static Map<String, String> options(Arguments run) {
    DataOptions data = DataOptions.of(run);
    Map<String, String> options = new HashMap<>(data.values());
    options.putAll(NetworkOptions.of(run).values());
    options.putAll(TrainingOptions.of(run, data.seed()).values("", Path.of("model")));
    options.keySet().removeAll(PLACES);
    return options;
  }

  private static void checkSame(RunFolder folder, Map<String, String> options) throws IOException {
    Map<String, String> recorded = RunRecordFile.read(folder.record()).options();
    options.forEach(
        (option, value) -> {
          if (!Objects.equals(recorded.get(option), value)) {
            throw new UsageException(
                folder.path()
                    + ": was trained with "
                    + option
                    + " "
                    + recorded.get(option)
                    + ", not "
                    + value
                    + "; give this sweep another --name, or delete that run");
          }
        });
  }

  private static boolean isFinished(RunFolder folder) throws IOException {
    if (!Files.isRegularFile(folder.record())) {
      return false;
    }
    RunRecord record = RunRecordFile.read(folder.record());
    return record.outcome() != null;
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
