package org.glyphnet.cli;

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
 * @param model folder of the SavedModel's versions
 * @param maxToKeep how many of the checkpoints after each epoch are kept
 * @param saveEvery steps from one checkpoint within an epoch to the next
 * @param begun whether it goes on from its newest checkpoint
 */
record TrainingJob(
    RunFolder folder,
    RunRecord record,
    ImageDataset dataset,
    Split split,
    Path model,
    int maxToKeep,
    int saveEvery,
    boolean begun) {
  SessionSettings settings() {
    return new SessionSettings(record.threads());
  }
}
