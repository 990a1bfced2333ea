package org.glyphnet.job;

import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;

/** What a training job came to. */
public sealed interface TrainingResult {
  /** The run's folder. */
  RunFolder folder();

  /**
   * Trained to its end, saved, restored and reported.
   *
   * @param record with the outcome
   * @param verification whether what was saved is what was trained
   */
  record Finished(RunFolder folder, RunRecord record, Verification verification)
      implements TrainingResult {}

  /**
   * Trained for as many epochs as were asked for and left there: the test part was not looked at,
   * nothing but checkpoints is saved, and the run can be resumed.
   */
  record Paused(RunFolder folder) implements TrainingResult {}

  /**
   * Stopped because it was asked to; what was done is saved, and the run can be resumed.
   *
   * @param trained whether it is trained and saved, and only the check of it is missing
   */
  record Stopped(RunFolder folder, boolean trained) implements TrainingResult {}
}
