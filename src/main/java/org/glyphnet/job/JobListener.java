package org.glyphnet.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.data.sources.Datasets;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.training.Progress;
import org.glyphnet.training.TrainingListener;

/**
 * Hears what a job does, from the data set's download to the report. All calls come from the thread
 * that runs the job, so a slow listener makes it wait.
 */
public interface JobListener extends TrainingListener, Datasets.Notices {
  /** Hears nothing. */
  JobListener SILENT = new JobListener() {};

  /** Something that a job has written. */
  enum Output {
    /** The final checkpoint. */
    CHECKPOINT,
    /** A SavedModel's version. */
    SAVED_MODEL,
    /** The error-per-epoch chart. */
    CHART,
    /** The page about the run. */
    REPORT
  }

  /**
   * A run whose data is there and whose folder is taken.
   *
   * @param folder where it writes
   * @param record what it is, with the epochs that are behind it
   * @param dataset its images
   * @param split how they are divided
   */
  record Begun(RunFolder folder, RunRecord record, ImageDataset dataset, Split split) {}

  /** One line of what there is to say, such as that an older checkpoint is used. */
  @Override
  default void line(String text) {}

  /** The data set is there and divided. */
  default void dataLoaded(LoadedData data) {}

  /**
   * Training begins or goes on.
   *
   * @throws IOException ends the job
   */
  default void begun(Begun run) throws IOException {}

  /**
   * A begun run goes on.
   *
   * @param checkpoint what it goes on from; empty when none was saved, so that it begins anew
   * @param at where it stands
   */
  default void resumed(Optional<Path> checkpoint, Progress at) {}

  /** Training has ended, or was stopped, and what is to be saved of it is saved. */
  default void trainingEnded() {}

  /** Something is written. */
  default void written(Output output, Path path) {}

  /** The chart cannot be drawn on this machine; the run goes on without. */
  default void noChart(String reason) {}

  /**
   * What was saved is restored and evaluated.
   *
   * @param from {@link Output#CHECKPOINT} or {@link Output#SAVED_MODEL}
   * @param path where it is
   */
  default void restoring(Output from, Path path) {}

  /** The restored network was evaluated and compared. */
  default void restored(RestoreCheck check) {}
}
