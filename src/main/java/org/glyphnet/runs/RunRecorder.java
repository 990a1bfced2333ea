package org.glyphnet.runs;

import java.io.IOException;
import java.nio.file.Files;
import org.glyphnet.training.TrainingListener;

/** Keeps a run's {@code run.json} and {@code epochs.csv} up to date, epoch by epoch. */
public final class RunRecorder implements TrainingListener {
  private final RunFolder folder;
  private RunRecord record;

  /** Writes the record as it is before training, and the table of the epochs that it has. */
  public RunRecorder(RunFolder folder, RunRecord record) throws IOException {
    this.folder = folder;
    this.record = record;
    RunRecordFile.write(folder.record(), record);
    if (!record.epochs().isEmpty() || Files.exists(folder.epochs())) {
      EpochsCsv.write(folder.epochs(), record.epochs());
    }
  }

  @Override
  public void epochEnded(EpochEnd end) throws IOException {
    record = record.withEpoch(end.result());
    EpochsCsv.append(folder.epochs(), end.result());
    RunRecordFile.write(folder.record(), record);
  }

  /** Writes the record of the finished run. */
  public void finished(String when, RunRecord.Outcome outcome) throws IOException {
    record = record.finished(when, outcome);
    RunRecordFile.write(folder.record(), record);
  }

  /** The record as it stands. */
  public RunRecord record() {
    return record;
  }
}
