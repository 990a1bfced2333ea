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
    return new RunSummary(
        name, record, Files.exists(run.epochs()) ? EpochsCsv.read(run.epochs()) : List.of());
  }

  /** Whether it was trained to its end. */
  boolean finished() {
    return record.outcome() != null;
  }

  /** The newest trained epoch's number; NaN before the first: an untrained one is no result. */
  double last(ToDoubleFunction<EpochResult> number) {
    return epochs.isEmpty() || epochs.get(epochs.size() - 1).epoch() < 0
        ? Double.NaN
        : number.applyAsDouble(epochs.get(epochs.size() - 1));
  }

  /** The trained epoch with the highest test accuracy; of equal ones the first. */
  Optional<EpochResult> best() {
    return epochs.stream()
        .filter(e -> e.epoch() >= 0 && !Double.isNaN(e.testAccuracy()))
        .max(
            Comparator.comparingDouble(EpochResult::testAccuracy)
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
