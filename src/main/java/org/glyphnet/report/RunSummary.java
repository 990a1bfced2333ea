package org.glyphnet.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;

/**
 * A run as its folder tells of it.
 *
 * @param name told apart from the runs beside it
 * @param record what was done
 * @param epochs the results in {@code epochs.csv}; none where the run ended before its first
 */
record RunSummary(String name, RunRecord record, List<EpochResult> epochs) {
  /** Options that name places and say nothing of the training. */
  private static final Set<String> PLACES =
      Set.of("run", "model", "runs-dir", "saved-models", "data-dir");

  /** Characters of a SHA-256 that tell data sets apart at a glance. */
  private static final int SHORT_SHA = 12;

  static RunSummary read(String name, Path folder) throws IOException {
    RunFolder run = new RunFolder(folder);
    RunRecord record = RunRecordFile.read(run.record());
    return new RunSummary(name, record, epochs(run, record));
  }

  /** The record's epochs, which tell more than {@code epochs.csv}; that where it has none. */
  static List<EpochResult> epochs(RunFolder run, RunRecord record) throws IOException {
    if (!record.epochs().isEmpty()) {
      return record.epochs();
    }
    return Files.exists(run.epochs()) ? EpochsCsv.read(run.epochs()) : List.of();
  }

  /** Whether its epochs are behind it. */
  boolean trained() {
    return trainedEpochs() >= record.training().epochs()
        || record.training().learning().stopping().over(epochs);
  }

  /** Whether it was trained to its end and has its result. */
  boolean finished() {
    return record.outcome() != null;
  }

  /** The newest trained epoch's number; NaN before the first: an untrained one is no result. */
  double last(ToDoubleFunction<EpochResult> number) {
    return epochs.isEmpty() || epochs.get(epochs.size() - 1).epoch() < 0
        ? Double.NaN
        : number.applyAsDouble(epochs.get(epochs.size() - 1));
  }

  /** Whether a validation part was there to choose by, so that the test part was looked at once. */
  boolean validated() {
    return epochs.stream().anyMatch(e -> !Double.isNaN(e.validationAccuracy()));
  }

  /**
   * Accuracy on the test images: of the network that is the result, where the run has one; else of
   * the newest trained epoch, NaN where that did not look at them.
   */
  double testAccuracy() {
    return finished() ? record.outcome().test().accuracy() : last(EpochResult::testAccuracy);
  }

  /** By which runs are compared: the validation images alone where there are any. */
  double rank() {
    double accuracy =
        validated()
            ? (record.training().learning().stopping().best()
                ? best().map(EpochResult::heldOutAccuracy).orElse(Double.NaN)
                : last(EpochResult::heldOutAccuracy))
            : last(EpochResult::testAccuracy);
    return Double.isNaN(accuracy) ? -1 : accuracy;
  }

  /** The trained epoch with the highest accuracy on the held-out part; of equal ones the first. */
  Optional<EpochResult> best() {
    return epochs.stream()
        .filter(e -> e.epoch() >= 0 && !Double.isNaN(e.heldOutAccuracy()))
        .max(
            Comparator.comparingDouble(EpochResult::heldOutAccuracy)
                .thenComparing(EpochResult::epoch, Comparator.reverseOrder()));
  }

  /** Epochs trained so far. */
  long trainedEpochs() {
    return epochs.stream().filter(e -> e.epoch() >= 0).count();
  }

  /** Wall time of all training steps, in seconds. */
  double seconds() {
    return epochs.stream().mapToDouble(EpochResult::seconds).sum();
  }

  /** Training images through all steps a second; NaN before the first. */
  double imagesPerSecond() {
    return trainedEpochs() == 0
        ? Double.NaN
        : (double) record.data().train() * trainedEpochs() / seconds();
  }

  /** What decides the result: options, data, versions, processor. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(record.options());
    settings.keySet().removeAll(PLACES);
    settings.put("data SHA-256", record.data().sha256().substring(0, SHORT_SHA));
    record.versions().forEach((what, version) -> settings.put(what + " version", version));
    settings.put("processor", record.machine().getOrDefault("processor", "unknown"));
    return settings;
  }
}
