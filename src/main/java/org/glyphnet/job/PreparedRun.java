package org.glyphnet.job;

import java.nio.file.Path;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;

/**
 * A run that is to be trained to its end, new or begun.
 *
 * @param folder where it writes
 * @param record what it is
 * @param dataset its images
 * @param split how they are divided
 * @param begun whether it goes on from its newest checkpoint
 */
record PreparedRun(
    RunFolder folder, RunRecord record, ImageDataset dataset, Split split, boolean begun) {
  SessionSettings session() {
    return new SessionSettings(record.threads());
  }

  /** Folder of the SavedModel's versions. */
  Path model() {
    return record.outputs().savedModels().resolve(folder).resolve(record.outputs().model());
  }
}
