package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.ComparisonReport;
import org.glyphnet.report.RunReport;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoredModel;

/** Pages about runs. */
public final class Reporting {
  private Reporting() {}

  /**
   * Writes the page about a run from its newest checkpoint; returns the file.
   *
   * @param target the file; empty for {@code report.html} in the run's folder
   * @param threads threads that compute; empty for as many as in training
   * @param dataFolder where the data set's files are now; empty for where they were
   * @throws DataException when record, checkpoint or data are missing, damaged or of another run
   */
  public static Path ofRun(
      RunFolder folder,
      Optional<Path> target,
      Optional<Integer> threads,
      Optional<Path> dataFolder,
      JobListener listener)
      throws IOException {
    RunRecord record = RunRecordFile.read(folder.record());
    LoadedData data = LoadedData.reload(record, folder, dataFolder, listener);
    Path file = target.orElseGet(folder::report);
    write(
        folder,
        data.dataset(),
        data.split(),
        new SessionSettings(threads.orElse(record.threads())),
        file);
    listener.written(JobListener.Output.REPORT, file);
    return file;
  }

  /**
   * Writes the page that compares runs.
   *
   * @throws DataException when a record is missing or damaged
   */
  public static void comparison(List<RunFolder> runs, Path target) throws IOException {
    ComparisonReport.write(runs.stream().map(RunFolder::path).toList(), target);
  }

  static void write(
      RunFolder folder, ImageDataset dataset, Split split, SessionSettings session, Path file)
      throws IOException {
    Path checkpoint = Checkpoints.latest(folder.checkpoints());
    try (RestoredModel model = RestoredModel.fromCheckpoint(checkpoint, session)) {
      model.checkFits(dataset);
      String source = checkpoint.getFileName().toString();
      RunReport.write(
          folder.path(), new RunReport.Network(source, model.session(), dataset, split), file);
    }
  }
}
