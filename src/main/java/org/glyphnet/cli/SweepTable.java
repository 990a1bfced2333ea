package org.glyphnet.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.glyphnet.job.Sweep;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.training.EpochResult;

/** The results of a sweep in the console: a line a run, the best on the validation images first. */
final class SweepTable {
  private static final List<String> RESULTS =
      List.of("validation", "train accuracy", "cost", "epochs", "seconds", "");

  private SweepTable() {}

  /** The table, with a line of headings. */
  static String of(List<Sweep.Run> runs) {
    List<String> options = List.copyOf(runs.get(0).planned().tried().keySet());
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(options);
    heading.addAll(RESULTS);
    rows.add(heading);
    for (Sweep.Run run : runs) {
      List<String> row = new ArrayList<>(run.planned().tried().values());
      row.addAll(results(run));
      rows.add(row);
    }
    return rows.stream().map(row -> text(row, rows, options.size())).collect(Collectors.joining());
  }

  /** The winner with its number on the test part. */
  static String winner(Sweep.Run run) throws IOException {
    return String.format(
        Locale.ROOT,
        "Winner: %s, test accuracy %.6f; no other run looked at the test images",
        run.planned().name(),
        RunRecordFile.read(run.folder().record()).outcome().test().accuracy());
  }

  private static List<String> results(Sweep.Run run) {
    Optional<EpochResult> compared = run.compared();
    if (run.failure().isPresent() || compared.isEmpty()) {
      return List.of("failed: " + run.failure().orElse("it has no epoch"));
    }
    return List.of(
        decimal(compared.get().validationAccuracy()),
        decimal(compared.get().trainAccuracy()),
        decimal(compared.get().cost()),
        Long.toString(run.epochs().stream().filter(epoch -> epoch.epoch() >= 0).count()),
        String.format(
            Locale.ROOT, "%.1f", run.epochs().stream().mapToDouble(EpochResult::seconds).sum()),
        switch (run.state()) {
          case WINNER -> "winner";
          case OUTDONE -> "stopped";
          case TRAINED, FAILED -> "";
        });
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.6f", number);
  }

  private static String text(List<String> row, List<List<String>> rows, int options) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int place = column;
      // A failure is longer than any number and ends its line; it widens no column.
      int width =
          rows.stream()
              .filter(other -> other.size() == rows.get(0).size() || place < options)
              .mapToInt(other -> Math.max(1, other.get(place).length()))
              .max()
              .orElse(1);
      text.append("  ").append(String.format(Locale.ROOT, "%-" + width + "s", row.get(column)));
    }
    return text.toString().stripTrailing() + "\n";
  }
}
