package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.serving.ServiceSettings;

/**
 * Finds the report of the run that exported a version of a model.
 *
 * @param runsDir folder of the runs
 */
record RunReports(Path runsDir) implements ServiceSettings.Reports {
  @Override
  public Optional<Path> of(Path version) {
    if (!Files.isDirectory(runsDir)) {
      return Optional.empty();
    }
    try (Stream<Path> runs = Files.list(runsDir)) {
      return runs.map(RunFolder::new)
          .filter(run -> Files.isRegularFile(run.report()) && exported(run, version))
          .map(RunFolder::report)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // the page does without
    }
  }

  private static boolean exported(RunFolder run, Path version) {
    try {
      RunRecord.Outcome outcome = RunRecordFile.read(run.record()).outcome();
      return outcome != null
          && outcome.savedModel() != null
          && Files.isSameFile(outcome.savedModel().resolve(run), version);
    } catch (IOException | DataException e) {
      return false; // an unfinished run, or one whose model is gone
    }
  }
}
