package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecordFile;

/**
 * A training run for each of several settings, one after the other, and a page that compares them.
 * Run again, it keeps what is finished and goes on with what was stopped.
 */
public final class Sweep {
  /** Name of the page that compares the runs, in the sweep's folder. */
  public static final String REPORT = "comparison.html";

  private final Path home;
  private final TrainingJob job;
  private final Listener listener;

  /**
   * @param home folder of the sweep: its runs and the page
   * @param job trains each run
   */
  public Sweep(Path home, TrainingJob job, Listener listener) {
    this.home = home;
    this.job = job;
    this.listener = listener;
  }

  /**
   * A run of the sweep.
   *
   * @param tried the value of each setting that is tried out, by name
   * @param settings all of them; their outputs name the run, in the sweep's folder
   */
  public record Planned(Map<String, String> tried, TrainingSettings settings) {
    /** The run's name. */
    public String name() {
      return settings.outputs().run().orElseThrow();
    }
  }

  /**
   * What a run came to.
   *
   * @param failure why it could not be trained; empty when it was
   */
  public record Run(Planned planned, RunFolder folder, Optional<String> failure) {}

  /**
   * What the sweep came to.
   *
   * @param runs all of them, in the order in which they were planned; those after a stop are
   *     missing
   * @param comparison the page; empty when fewer than two runs were trained, or it was stopped
   * @param stopped the run in which it was stopped; empty when it went to its end
   */
  public record Result(List<Run> runs, Optional<Path> comparison, Optional<RunFolder> stopped) {}

  /** Hears how it goes. */
  public interface Listener {
    /** A run begins; the first has number 1. */
    void runBegins(int number, int count, Planned run);

    /** It was trained to its end earlier. */
    void trainedAlready(RunFolder folder);

    /** It could not be trained; the sweep goes on. */
    void failed(String reason);

    /** It has ended, in whatever way. */
    void runEnded();
  }

  /**
   * Trains them all.
   *
   * @throws SettingsException when a run of the sweep was trained with other settings earlier
   * @throws IOException when the page cannot be written
   */
  public Result run(List<Planned> planned) throws IOException {
    for (Planned one : planned) {
      checkSame(one);
    }
    List<Run> runs = new ArrayList<>();
    for (Planned one : planned) {
      listener.runBegins(runs.size() + 1, planned.size(), one);
      RunFolder folder = folder(one);
      Optional<String> failure = Optional.empty();
      try {
        if (isStopped(one, folder)) {
          return new Result(runs, Optional.empty(), Optional.of(folder));
        }
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        // One run that cannot be is no reason to give the others up.
        failure = Optional.of(reason(e));
        listener.failed(reason(e));
      }
      runs.add(new Run(one, folder, failure));
      listener.runEnded();
    }
    return new Result(runs, compared(runs), Optional.empty());
  }

  /** Trains a run to its end; returns whether it was stopped before. */
  private boolean isStopped(Planned one, RunFolder folder) throws IOException {
    TrainingResult result;
    if (!Files.isRegularFile(folder.record())) {
      result = job.train(one.settings());
    } else if (RunRecordFile.read(folder.record()).isFinished()) {
      listener.trainedAlready(folder);
      return false;
    } else {
      result = job.resume(folder, ResumeChanges.NONE);
    }
    if (result instanceof TrainingResult.Finished finished && !finished.verification().holds()) {
      throw new IllegalStateException("the restored network is not the trained one");
    }
    return result instanceof TrainingResult.Stopped;
  }

  private void checkSame(Planned one) throws IOException {
    RunFolder folder = folder(one);
    if (!Files.isRegularFile(folder.record())) {
      return;
    }
    Map<String, String> recorded = RunRecordFile.read(folder.record()).options();
    Optional<String> difference = one.settings().firstDifference(recorded);
    if (difference.isPresent()) {
      throw new SettingsException(
          folder.path()
              + ": was trained with "
              + difference.get()
              + " "
              + recorded.get(difference.get())
              + ", not "
              + one.settings().values().get(difference.get())
              + "; give this sweep another name, or delete that run");
    }
  }

  private Optional<Path> compared(List<Run> runs) throws IOException {
    List<RunFolder> trained =
        runs.stream().filter(run -> run.failure().isEmpty()).map(Run::folder).toList();
    if (trained.size() < 2) {
      return Optional.empty(); // nothing to compare
    }
    Path page = home.resolve(REPORT);
    Reporting.comparison(trained, page);
    return Optional.of(page);
  }

  private RunFolder folder(Planned one) {
    return new RunFolder(home.resolve(one.name()));
  }

  private static String reason(Throwable e) {
    if (MemoryFailure.is(e)) {
      return MemoryFailure.LINE;
    }
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
