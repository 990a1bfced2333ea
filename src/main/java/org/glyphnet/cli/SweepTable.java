package org.glyphnet.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glyphnet.job.Sweep;
import org.glyphnet.runs.EpochsCsv;
import org.glyphnet.training.EpochResult;

/** The results of a sweep in the console: a line a run, the best on the test images first. */
final class SweepTable {
  private static final List<String> RESULTS =
      List.of("test accuracy", "train accuracy", "cost", "epochs", "seconds");

  private final List<String> options;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param options those that differ from run to run
   */
  SweepTable(List<String> options) {
    this.options = options;
  }

  private record Line(List<String> values, double testAccuracy, List<String> cells) {}

  /** Adds a run, a trained one with the numbers in its {@code epochs.csv}. */
  void add(Sweep.Run run) throws IOException {
    List<String> tried = List.copyOf(run.planned().tried().values());
    if (run.failure().isPresent()) {
      lines.add(
          new Line(tried, Double.NEGATIVE_INFINITY, List.of("failed: " + run.failure().get())));
      return;
    }
    List<EpochResult> epochs = EpochsCsv.read(run.folder().epochs());
    EpochResult last = epochs.get(epochs.size() - 1);
    lines.add(
        new Line(
            tried,
            last.testAccuracy(),
            List.of(
                String.format(Locale.ROOT, "%.6f", last.testAccuracy()),
                String.format(Locale.ROOT, "%.6f", last.trainAccuracy()),
                String.format(Locale.ROOT, "%.6f", last.cost()),
                Integer.toString(last.epoch() + 1),
                String.format(
                    Locale.ROOT,
                    "%.1f",
                    epochs.stream().mapToDouble(EpochResult::seconds).sum()))));
  }

  /** The table, with a line of headings. */
  String asText() {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(options);
    heading.addAll(RESULTS);
    rows.add(heading);
    lines.stream()
        .sorted(Comparator.comparingDouble(Line::testAccuracy).reversed())
        .forEach(
            line -> {
              List<String> row = new ArrayList<>(line.values());
              row.addAll(line.cells());
              rows.add(row);
            });
    return rows.stream().map(row -> text(row, rows)).collect(Collectors.joining());
  }

  private String text(List<String> row, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int place = column;
      // A failure is longer than any number and ends its line; it widens no column.
      int width =
          rows.stream()
              .filter(other -> other.size() == rows.get(0).size() || place < options.size())
              .mapToInt(other -> other.get(place).length())
              .max()
              .orElse(0);
      text.append("  ").append(String.format(Locale.ROOT, "%-" + width + "s", row.get(column)));
    }
    return text.toString().stripTrailing() + "\n";
  }
}
