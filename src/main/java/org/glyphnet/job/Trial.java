package org.glyphnet.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Learning;

/**
 * A run of a sweep, as it is on disk: everything that is decided about it is a function of its
 * record's epochs, so that a sweep that is begun again decides as before.
 */
final class Trial {
  /** By the validation part: accuracy first, then cost; a run without a result is last. */
  static final Comparator<Sweep.Run> BEST_FIRST =
      Comparator.comparing(run -> run.compared().orElse(null), Trial::compare);

  private final Sweep.Planned planned;
  private final RunFolder folder;
  private final TrainingJob job;
  private Optional<String> failure = Optional.empty();
  private boolean won;

  Trial(Sweep.Planned planned, RunFolder folder, TrainingJob job) {
    this.planned = planned;
    this.folder = folder;
    this.job = job;
  }

  Sweep.Planned planned() {
    return planned;
  }

  RunFolder folder() {
    return folder;
  }

  boolean hasFailed() {
    return failure.isPresent();
  }

  /** By what they came to in their first epochs, whether or not they went further. */
  static Comparator<Trial> bestFirst(int epochs) {
    return Comparator.comparing(trial -> trial.after(epochs), Trial::compare);
  }

  /** The epoch that a run is compared by. */
  static Optional<EpochResult> compared(TrainingSettings settings, List<EpochResult> epochs) {
    return settings.learning().best()
        ? Learning.Stopping.bestOf(epochs)
        : epochs.stream().filter(epoch -> epoch.epoch() >= 0).reduce((first, second) -> second);
  }

  /**
   * @throws SettingsException when it was trained with other settings earlier
   */
  void checkSame() throws IOException {
    if (!isBegun()) {
      return;
    }
    Map<String, String> recorded = record().options();
    Optional<String> difference = planned.settings().firstDifference(recorded);
    if (difference.isPresent()) {
      throw new SettingsException(
          folder.path()
              + ": was trained with "
              + difference.get()
              + " "
              + recorded.get(difference.get())
              + ", not "
              + planned.settings().values().get(difference.get())
              + "; give this sweep another name, or delete that run");
    }
  }

  /** Trains it so far; returns whether it was not stopped on the way. */
  boolean trainUntil(int epochs, Sweep.Listener listener) {
    boolean goesOn =
        attempt(
            listener,
            () -> {
              int until = Math.min(epochs, planned.settings().plan().epochs());
              if (!isBegun()) {
                return job.trainUntil(until, planned.settings());
              }
              RunRecord record = record();
              if (record.isFinished() || isTrained(record, until)) {
                listener.trainedAlready(folder);
                return new TrainingResult.Paused(folder);
              }
              return job.resumeUntil(until, folder);
            });
    EpochResult result = hasFailed() || !goesOn ? null : after(epochs);
    if (result != null && Double.isNaN(result.validationAccuracy())) {
      fail(new SettingsException("no image came into the validation part"), listener);
    }
    return goesOn;
  }

  /** Saves, tests and verifies it as the winner; returns whether it was not stopped on the way. */
  boolean finish(Sweep.Listener listener) {
    won = true;
    return attempt(
        listener,
        () -> {
          if (record().isFinished() && Files.isRegularFile(folder.report())) {
            listener.trainedAlready(folder);
            return new TrainingResult.Paused(folder);
          }
          return job.resume(folder, ResumeChanges.NONE);
        });
  }

  /** What it has come to. */
  Sweep.Run run() throws IOException {
    List<EpochResult> epochs = isBegun() ? record().epochs() : List.of();
    Sweep.State state =
        hasFailed()
            ? Sweep.State.FAILED
            : won
                ? Sweep.State.WINNER
                : isTrained(record(), planned.settings().plan().epochs())
                    ? Sweep.State.TRAINED
                    : Sweep.State.OUTDONE;
    return new Sweep.Run(planned, folder, state, epochs, failure);
  }

  private interface Attempt {
    TrainingResult run() throws IOException;
  }

  private boolean attempt(Sweep.Listener listener, Attempt attempt) {
    try {
      TrainingResult result = attempt.run();
      if (result instanceof TrainingResult.Finished finished && !finished.verification().holds()) {
        throw new IllegalStateException("the restored network is not the trained one");
      }
      return !(result instanceof TrainingResult.Stopped);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // One run that cannot be is no reason to give the others up.
      fail(e, listener);
      return true;
    }
  }

  private void fail(Throwable e, Sweep.Listener listener) {
    failure = Optional.of(reason(e));
    listener.failed(reason(e));
  }

  private EpochResult after(int epochs) {
    try {
      List<EpochResult> first =
          record().epochs().stream().filter(epoch -> epoch.epoch() < epochs).toList();
      return compared(planned.settings(), first).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compare(EpochResult one, EpochResult other) {
    return Comparator.nullsLast(
            Comparator.comparingDouble(EpochResult::validationAccuracy)
                .reversed()
                .thenComparingDouble(EpochResult::validationCost))
        .compare(one, other);
  }

  /** Whether so many epochs are behind it, or it ended before because it got no better. */
  private static boolean isTrained(RunRecord record, int epochs) {
    return record.epochs().stream().filter(epoch -> epoch.epoch() >= 0).count() >= epochs
        || record.training().learning().stopping().over(record.epochs());
  }

  private boolean isBegun() {
    return Files.isRegularFile(folder.record());
  }

  private RunRecord record() throws IOException {
    return RunRecordFile.read(folder.record());
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
