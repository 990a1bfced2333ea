package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.GlyphnetException.Remedy;
import org.glyphnet.report.ComparisonReport;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.training.EpochResult;

/**
 * A training run for each of several settings, one after the other; the best is saved as a model,
 * and a page compares them all. Run again, it goes on where it was stopped, to the same end.
 *
 * <p>Runs are compared by their validation part alone: none looks at its test part but the winner,
 * once, when it is over. With {@link Halving}, all begin and the worst stop early; each is trained
 * with the settings of its whole length from the start, so that those that go on come to the bits
 * of a run that nothing ever stopped.
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

  /** Where a run stands when the sweep is over. */
  public enum State {
    /** The best; saved as a model and tested. */
    WINNER,
    /** Trained to its end, and not the best. */
    TRAINED,
    /** Stopped before its end, because others were better. */
    OUTDONE,
    /** It could not be trained. */
    FAILED
  }

  /**
   * What a run came to.
   *
   * @param epochs its results so far, the untrained network's first
   * @param failure why it could not be trained; empty when it was
   */
  public record Run(
      Planned planned,
      RunFolder folder,
      State state,
      List<EpochResult> epochs,
      Optional<String> failure) {
    /** The epoch that it is compared by: the one whose network would be its result. */
    public Optional<EpochResult> compared() {
      return Trial.compared(planned.settings(), epochs);
    }
  }

  /**
   * What the sweep came to.
   *
   * @param runs all of them, the best first; none when it was stopped
   * @param comparison the page; empty when fewer than two runs were trained, or it was stopped
   * @param stopped the run in which it was stopped; empty when it went to its end
   */
  public record Result(List<Run> runs, Optional<Path> comparison, Optional<RunFolder> stopped) {
    /** The best; empty when all failed, or it was stopped. */
    public Optional<Run> winner() {
      return runs.stream().filter(run -> run.state() == State.WINNER).findFirst();
    }

    /** What training took, and would have taken had every run gone to its end. */
    public SweepTime time() {
      return SweepTime.of(runs);
    }
  }

  /** Hears how it goes. */
  public interface Listener {
    /**
     * A run begins or goes on.
     *
     * @param number from 1
     * @param count how many do at this rung
     * @param until epochs after which it is compared with the others
     */
    void runBegins(int number, int count, Planned run, int until);

    /** It was trained so far earlier. */
    void trainedAlready(RunFolder folder);

    /** It could not be trained; the sweep goes on. */
    void failed(String reason);

    /** It has ended, in whatever way. */
    void runEnded();

    /** The best run is saved as a model, verified and, now, tested. */
    void winner(Planned run);
  }

  /**
   * Trains them all.
   *
   * @param planned each with a validation part
   * @throws SettingsException when a run of the sweep was trained with other settings earlier, has
   *     no validation part, or has other epochs than the others where some are to stop early
   * @throws IOException when the page cannot be written
   */
  public Result run(List<Planned> planned, Halving halving) throws IOException {
    List<Integer> rungs = rungs(planned, halving);
    List<Trial> all = new ArrayList<>();
    for (Planned one : planned) {
      Trial trial = new Trial(one, new RunFolder(home.resolve(one.name())), job);
      trial.checkSame();
      all.add(trial);
    }
    List<Trial> racing = all;
    for (int rung : rungs) {
      for (Trial trial : racing) {
        listener.runBegins(racing.indexOf(trial) + 1, racing.size(), trial.planned(), rung);
        if (!trial.trainUntil(rung, listener)) {
          return new Result(List.of(), Optional.empty(), Optional.of(trial.folder()));
        }
        listener.runEnded();
      }
      boolean last = rung == rungs.get(rungs.size() - 1);
      racing =
          racing.stream()
              .filter(trial -> !trial.hasFailed())
              .sorted(Trial.bestFirst(rung))
              .limit(last ? 1 : halving.survivors(racing.size()))
              .toList();
    }
    for (Trial winner : racing) {
      listener.winner(winner.planned());
      if (!winner.finish(listener)) {
        return new Result(List.of(), Optional.empty(), Optional.of(winner.folder()));
      }
      listener.runEnded();
    }
    return result(all);
  }

  private static List<Integer> rungs(List<Planned> planned, Halving halving) {
    for (Planned one : planned) {
      if (one.settings().data().validation() <= 0) {
        throw new SettingsException(
            "a sweep chooses by the validation part, found none", Remedy.KEEP_VALIDATION_PART);
      }
    }
    List<Integer> epochs =
        planned.stream().map(one -> one.settings().plan().epochs()).distinct().sorted().toList();
    if (halving.factor() > 1 && epochs.size() > 1) {
      throw new SettingsException(
          "runs of "
              + epochs.get(0)
              + " and of "
              + epochs.get(epochs.size() - 1)
              + " epochs cannot be compared half-way; give all the same number");
    }
    return halving.rungs(epochs.get(epochs.size() - 1), planned.size());
  }

  private Result result(List<Trial> trials) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Trial trial : trials) {
      runs.add(trial.run());
    }
    runs.sort(Comparator.comparing(Run::state).thenComparing(Trial.BEST_FIRST));
    List<Path> trained =
        runs.stream()
            .filter(run -> run.compared().isPresent())
            .map(run -> run.folder().path())
            .toList();
    if (trained.size() < 2) {
      return new Result(runs, Optional.empty(), Optional.empty()); // nothing to compare
    }
    Path page = home.resolve(REPORT);
    ComparisonReport.ofSweep(trained, SweepTime.of(runs).told(), page);
    return new Result(runs, Optional.of(page), Optional.empty());
  }
}
