package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.ComparisonReport;
import org.glyphnet.report.RunReport;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoredModel;
import org.tensorflow.Session;

/** Pages about runs. */
public final class Reporting {
  /** How many earlier epochs' weights are asked about the training labels. */
  private static final int EARLIER = 2;

  private Reporting() {}

  /**
   * Writes the page about a run from its newest checkpoint; returns the file.
   *
   * @param target the file; empty for {@code report.html} in the run's folder
   * @param changes of threads and the data set's place, and whether graphs are trusted
   * @throws DataException when record, checkpoint or data are missing, damaged or of another run
   */
  public static Path ofRun(
      RunFolder folder, Optional<Path> target, Verification.Changes changes, JobListener listener)
      throws IOException {
    RunRecord record = RunRecordFile.read(folder.record());
    LoadedData data = LoadedData.reload(record, folder, changes.dataFolder(), listener);
    Path file = target.orElseGet(folder::report);
    write(
        folder,
        data.dataset(),
        data.split(),
        new SessionSettings(changes.threads().orElse(record.threads()), changes.trustsModels()),
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
    RunRecord record = RunRecordFile.read(folder.record());
    try (RestoredModel model = RestoredModel.fromCheckpoint(checkpoint, session);
        ConvNet inference = ConvNet.forServing(record.setup().network())) {
      model.checkFits(dataset);
      String source = checkpoint.getFileName().toString();
      Session forInference = inference.openForInference(session);
      forInference.restore(checkpoint.toString());
      List<Session> earlier = new ArrayList<>();
      for (Path prefix : Checkpoints.epochsBefore(checkpoint, EARLIER)) {
        Session state = inference.openForInference(session);
        state.restore(prefix.toString());
        earlier.add(state);
      }
      RunReport.write(
          folder.path(),
          new RunReport.Network(source, model.session(), forInference, earlier, dataset, split),
          file);
    }
  }
}
