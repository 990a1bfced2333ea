package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
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
import java.util.function.IntConsumer;
import org.apache.commons.cli.Options;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.runs.Environment;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunLock;
import org.glyphnet.runs.RunRecord;

/**
 * {@code train}: the whole job: data, training, checkpoints, SavedModel, chart, and the check of
 * what was saved.
 */
public final class TrainCommand implements Command {
  private final Clock clock;
  private final boolean terminal;
  private final IntConsumer halt;

  /**
   * @param clock tells what time runs are named and recorded with
   * @param terminal whether the words go to a terminal, where a progress bar can stand
   * @param halt ends the process at once with an exit code
   */
  public TrainCommand(Clock clock, boolean terminal, IntConsumer halt) {
    this.clock = clock;
    this.terminal = terminal;
    this.halt = halt;
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "trains a network, saves it twice, restores both and checks that they are equal";
  }

  @Override
  public Options options() {
    return new OptionList()
        .with(DataOptions.options())
        .with(NetworkOptions.options())
        .with(TrainingOptions.options())
        .with(RunChoice.options())
        .with(ResumedRun.options())
        .with(LiveChart.options())
        .toOptions();
  }

  @Override
  @SuppressWarnings("try") // locks are held, not used
  public void run(Arguments arguments, PrintStream out) throws IOException {
    boolean show = LiveChart.wanted(arguments);
    Path runsDir = RunChoice.runsDir(arguments);
    if (arguments.has(ResumedRun.RESUME)) {
      RunFolder folder = ResumedRun.find(arguments, runsDir);
      try (RunLock lock = RunLock.of(folder)) {
        train(ResumedRun.of(folder, arguments, options(), out), show, out);
      }
      return;
    }
    // What was typed is checked before the data is loaded, and the data before a folder is made.
    DataOptions dataOptions = DataOptions.of(arguments);
    NetworkOptions networkOptions = NetworkOptions.of(arguments);
    TrainingOptions training = TrainingOptions.of(arguments, dataOptions.seed());
    if (training.run().isPresent()
        && new RunFolder(runsDir.resolve(training.run().get())).isTaken()) {
      throw alreadyThere(training.run().get(), runsDir, null);
    }
    DataOptions.Chosen data = dataOptions.load(out);
    NetworkSpec spec = networkOptions.network(data.dataset());
    // Before training, so that it is not in vain.
    Path model = writable(training.modelFolder(data.dataset()));
    String name =
        training.runName(data.dataset(), networkOptions.preset(), LocalDateTime.now(clock));
    RunFolder folder = create(runsDir, name);
    Map<String, String> options = new LinkedHashMap<>(dataOptions.values());
    options.putAll(networkOptions.values());
    options.putAll(training.values(name, model));
    options.put("runs-dir", runsDir.toString());
    RunRecord record =
        new RunRecord(
            folder.name(),
            now(),
            null,
            options,
            spec,
            networkOptions.adam(),
            training.plan(),
            training.settings().threads(),
            data.record(),
            Environment.versions(),
            Environment.machine(),
            List.of(),
            null);
    try (RunLock lock = RunLock.of(folder)) {
      train(
          new TrainingJob(
              folder,
              record,
              data.dataset(),
              data.split(),
              model,
              training.maxToKeep(),
              training.saveEvery(),
              false),
          show,
          out);
    }
  }

  private void train(TrainingJob job, boolean show, PrintStream out) throws IOException {
    try (LiveChart live = LiveChart.open(show, job.record())) {
      new TrainingRun(job, out, terminal, clock, halt).run(live);
      live.awaitClosing(out);
    }
  }

  private static RunFolder create(Path runs, String name) throws IOException {
    try {
      return RunFolder.create(runs, name);
    } catch (FileAlreadyExistsException e) {
      if (runs.resolve(name).toString().equals(e.getFile())) {
        throw alreadyThere(name, runs, e);
      }
      throw e;
    }
  }

  private static UsageException alreadyThere(
      String name, Path runs, FileAlreadyExistsException cause) {
    return new UsageException(
        "--run: there is a run '"
            + name
            + "' in "
            + runs
            + " already; choose another name, or delete it",
        cause);
  }

  private static Path writable(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    return folder;
  }

  private String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
