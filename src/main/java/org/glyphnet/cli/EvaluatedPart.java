package org.glyphnet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;

/** Which images of a data set are evaluated. */
enum EvaluatedPart {
  ALL,
  TRAIN,
  VALIDATION,
  TEST;

  /** Where {@code export} puts a run's record. */
  private static final Path RECORD = Path.of("assets.extra", "run.json");

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The record of the run that made a version: the one that was exported with it, else that of a
   * run in a folder.
   */
  static Optional<RunRecord> recordOf(Path version, Path runsDir) throws IOException {
    Path exported = version.resolve(RECORD);
    return Files.isRegularFile(exported)
        ? Optional.of(RunRecordFile.read(exported))
        : new RunReports(runsDir).recordOf(version);
  }

  /**
   * How a data set was divided when a model was trained on it.
   *
   * @param dataset as it was read, its classes in its own order
   * @return empty when the model was trained on other images
   */
  static Optional<Split> asTrained(ImageDataset dataset, Optional<RunRecord> record) {
    return record
        .filter(run -> run.data().sha256().equals(dataset.sha256()))
        .map(run -> asTrained(dataset, run));
  }

  private static Split asTrained(ImageDataset dataset, RunRecord run) {
    long seed = run.training().seed();
    Split.Kind kind = Split.Kind.valueOf(run.data().split().toUpperCase(Locale.ROOT));
    double validation = run.data().made() == null ? 0 : run.data().made().validation();
    return Split.of(kind, dataset, validation, seed);
  }

  /**
   * The images of this part: of the model's own division where it was trained on these images, else
   * of the data set's.
   *
   * @throws DataException when there is no such part
   */
  int[] of(ImageDataset dataset, Optional<Split> asTrained) {
    if (this == ALL) {
      return IntStream.range(0, dataset.count()).toArray();
    }
    if (asTrained.isEmpty() && dataset.parts().isEmpty()) {
      throw new DataException(
          dataset.name()
              + ": has no parts of its own, and no run is known that trained the model on these"
              + " images; use --part all, or say with --runs-dir where its run is");
    }
    Split split = asTrained.orElseGet(() -> Split.canonical(dataset));
    int[] images =
        switch (this) {
          case TRAIN -> split.train();
          case VALIDATION -> split.validation();
          default -> split.test();
        };
    if (images.length == 0) {
      throw new DataException(
          dataset.name() + ": has no " + this + " part; one is kept by 'train --validation 0.1'");
    }
    return images;
  }
}
