package org.glyphnet.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.runs.Records;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Learning;
import org.glyphnet.training.TrainingPlan;

/** Folders of runs as training leaves them, without training. */
final class Runs {
  static final String SHA256 = "0123456789abcdef".repeat(4);

  private Runs() {}

  /** A finished run with these options beside a data set option; returns its folder. */
  static Path finished(Path folder, Map<String, String> options, List<EpochResult> epochs)
      throws IOException {
    EpochResult last = epochs.get(epochs.size() - 1);
    return write(
        folder,
        record(folder, options, epochs)
            .finished(
                "2026-01-01T00:01:00Z",
                Records.outcome(last.trainAccuracy(), last.testAccuracy(), SHA256)));
  }

  /** A run in training whose images go through something. */
  static Path augmented(Path folder, Augmentation augmentation) throws IOException {
    RunRecord record = record(folder, Map.of(), List.of());
    RunRecord.Setup setup = record.setup();
    Learning learning = new Learning(null, null, false, augmentation, null, false, 0);
    return write(
        folder,
        new RunRecord(
            record.run(),
            record.times(),
            record.options(),
            new RunRecord.Setup(
                setup.network(),
                setup.optimizer(),
                new TrainingPlan(1, 8, 1000, 1, learning),
                setup.precision(),
                setup.threads(),
                null),
            record.outputs(),
            record.data(),
            record.environment(),
            record.epochs(),
            null,
            null));
  }

  /** A run that was cut short. */
  static Path cutShort(Path folder, Map<String, String> options, List<EpochResult> epochs)
      throws IOException {
    return write(folder, record(folder, options, epochs));
  }

  private static Path write(Path folder, RunRecord record) throws IOException {
    RunFolder run = new RunFolder(Files.createDirectories(folder));
    RunRecordFile.write(run.record(), record);
    if (!record.epochs().isEmpty()) {
      EpochsCsv.write(run.epochs(), record.epochs());
    }
    return folder;
  }

  static RunRecord record(Path folder, Map<String, String> options, List<EpochResult> epochs) {
    // A run's name is plainer than a folder's, which a person may have renamed.
    String run = folder.getFileName().toString().replaceAll("[^A-Za-z0-9_.-]", "_");
    Map<String, String> all = new LinkedHashMap<>(Map.of("run", run));
    all.putAll(options);
    return Records.begun(
        run,
        all,
        NetworkSpec.bookText(),
        new RunRecord.Data(
            "mnist",
            null,
            "",
            SHA256,
            700,
            true,
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            "random",
            600,
            100,
            null),
        epochs);
  }
}
