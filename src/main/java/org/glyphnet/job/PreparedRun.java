package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.Checkpoints;

/**
 * A run that is to be trained to its end, new or begun.
 *
 * @param folder where it writes
 * @param record what it is
 * @param dataset its images
 * @param split how they are divided
 * @param begun whether it goes on from its newest checkpoint
 * @param until epochs after which it is left as it is, to go on later; empty for its end
 */
record PreparedRun(
    RunFolder folder,
    RunRecord record,
    ImageDataset dataset,
    Split split,
    boolean begun,
    OptionalInt until) {
  /**
   * The same run, to go on from what it has saved.
   *
   * @throws org.glyphnet.data.DataException when its record is damaged
   */
  PreparedRun again() throws IOException {
    return new PreparedRun(
        folder, RunRecordFile.read(folder.record()), dataset, split, true, until);
  }

  /** The checkpoint that was saved last; empty before the first. */
  Optional<Path> newestCheckpoint() throws IOException {
    try {
      return Optional.of(Checkpoints.latest(folder.checkpoints()));
    } catch (DataException e) {
      return Optional.empty(); // none yet
    }
  }

  SessionSettings session() {
    return new SessionSettings(record.threads());
  }

  /** Folder of the SavedModel's versions. */
  Path model() {
    return record.outputs().savedModels().resolve(folder).resolve(record.outputs().model());
  }
}
