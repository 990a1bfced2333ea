package org.glyphnet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.serving.ServiceSettings;

/**
 * Finds the run that exported a version of a model, and its report.
 *
 * @param runsDir folder of the runs
 */
record RunReports(Path runsDir) implements ServiceSettings.Reports {
  /** In bytes; a record of 1,000 epochs has a tenth of it. */
  private static final long MAX_RECORD = 4L << 20;

  @Override
  public Optional<Path> of(Path version) {
    return runs(version, run -> Files.isRegularFile(run.report())).map(RunFolder::report);
  }

  /** The record of the run that exported a version. */
  Optional<RunRecord> recordOf(Path version) throws IOException {
    Optional<RunFolder> run = runs(version, any -> true);
    return run.isPresent() ? Optional.of(RunRecordFile.read(run.get().record())) : Optional.empty();
  }

  private Optional<RunFolder> runs(Path version, Predicate<RunFolder> wanted) {
    if (!Files.isDirectory(runsDir)) {
      return Optional.empty();
    }
    try (Stream<Path> runs = Files.list(runsDir)) {
      return runs.map(RunFolder::new)
          .filter(run -> wanted.test(run) && exported(run, version))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // whoever asks does without
    }
  }

  /** What is not a record of a moderate size is left out: a pipe would never end. */
  private static boolean exported(RunFolder run, Path version) {
    try {
      if (!Files.isRegularFile(run.record()) || Files.size(run.record()) > MAX_RECORD) {
        return false;
      }
      RunRecord.Outcome outcome = RunRecordFile.read(run.record()).outcome();
      return outcome != null
          && outcome.savedModel() != null
          && Files.isSameFile(outcome.savedModel().resolve(run), version);
    } catch (IOException | RuntimeException e) {
      return false; // an unfinished or broken run, or one whose model is gone
    }
  }
}
