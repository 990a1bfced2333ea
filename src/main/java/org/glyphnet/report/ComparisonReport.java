package org.glyphnet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.glyphnet.Internal;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.training.EpochResult;

/**
 * A page that compares runs: final numbers, best first, beside the settings that differ; the curves
 * over one another; the settings that are the same. One HTML file without outside resources.
 *
 * <pre>{@code
 * ComparisonReport.write(List.of(Path.of("runs/a"), Path.of("runs/b")), Path.of("report.html"));
 * }</pre>
 *
 * <p>All numbers are those of the runs' {@code epochs.csv}; a run that ended early is shown as far
 * as it came.
 */
public final class ComparisonReport {
  private static final int COLOURS = 8;

  /** So many settings stand in one table with the results. */
  private static final int MOST_BESIDE = 3;

  private final List<RunSummary> runs;
  private final String remark;

  private ComparisonReport(List<RunSummary> runs, String remark) {
    this.runs = runs;
    this.remark = remark;
  }

  /**
   * Reads the runs and writes the page; a reader sees the old page or the new one.
   *
   * @param runs folders of at least two runs, each with its {@code run.json}
   * @param target the file; folders on the way are made
   * @throws org.glyphnet.data.DataException when a run's record is missing or damaged
   */
  public static void write(List<Path> runs, Path target) throws IOException {
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 runs, found " + runs.size());
    }
    write(new ComparisonReport(bestFirst(read(runs)), ""), target);
  }

  /**
   * Writes the page about a sweep's runs.
   *
   * @param ranked their folders, the winner's first; at least two
   * @param remark a sentence that follows the page's first ones, without its full stop
   * @throws org.glyphnet.data.DataException when a run's record is missing or damaged
   */
  @Internal
  public static void ofSweep(List<Path> ranked, String remark, Path target) throws IOException {
    write(new ComparisonReport(read(ranked), " " + remark + "."), target);
  }

  private static void write(ComparisonReport report, Path target) throws IOException {
    String page = PageTemplate.fill("comparison.html", report.page());
    DurableFiles.write(target, page.getBytes(StandardCharsets.UTF_8));
  }

  private static List<RunSummary> read(List<Path> runs) throws IOException {
    List<String> names = RunNames.of(runs);
    List<RunSummary> read = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      read.add(RunSummary.read(names.get(i), runs.get(i)));
    }
    return read;
  }

  /** By what they were held to, see {@link RunSummary#rank}; runs that have none are last. */
  private static List<RunSummary> bestFirst(List<RunSummary> runs) {
    return runs.stream().sorted(Comparator.comparingDouble(RunSummary::rank).reversed()).toList();
  }

  /** What the page shows. */
  private record Page(
      String title,
      String lead,
      List<String> columns,
      List<Row> rows,
      List<Differing> differing,
      List<Chart> charts,
      List<Setting> shared,
      List<String> notices) {}

  private record Row(
      String key,
      String name,
      String folderState,
      List<String> differing,
      long epochs,
      String testError,
      String testAccuracy,
      String trainAccuracy,
      String best,
      String cost,
      String speed,
      String time) {}

  private record Chart(String title, String svg) {}

  private record Setting(String name, String value) {}

  /** A setting that differs, with each run's value. */
  private record Differing(String name, List<String> values) {}

  private Page page() {
    Set<String> all = new LinkedHashSet<>();
    runs.forEach(run -> all.addAll(run.settings().keySet()));
    List<String> differing = all.stream().filter(name -> values(name).size() > 1).toList();
    // More would push the numbers off the page; they get a table of their own.
    List<String> beside = differing.size() <= MOST_BESIDE ? differing : List.of();
    return new Page(
        runs.size() + " runs compared",
        lead() + remark,
        beside,
        IntStream.range(0, runs.size()).mapToObj(i -> row(i, beside)).toList(),
        differing.size() <= MOST_BESIDE
            ? List.of()
            : differing.stream().map(name -> new Differing(name, ofEach(name))).toList(),
        List.of(
            chart("Error on the held-out images per epoch", e -> 1 - e.heldOutAccuracy()),
            chart("Training error per epoch", e -> 1 - e.trainAccuracy()),
            chart("Training cost per epoch", EpochResult::cost)),
        all.stream()
            .filter(name -> values(name).size() == 1)
            .map(name -> new Setting(name, values(name).iterator().next()))
            .toList(),
        runs.stream()
            .map(run -> run.record().data().notice())
            .filter(notice -> !notice.isEmpty())
            .distinct()
            .toList());
  }

  private String lead() {
    RunSummary first = runs.get(0);
    if (runs.stream().anyMatch(RunSummary::validated)) {
      return String.format(
          Locale.ROOT,
          "Ranked by the validation images alone: %s is best, with %s of them right. %s",
          first.name(),
          Shown.percent(first.rank()),
          first.finished() && runs.stream().filter(RunSummary::finished).count() == 1
              ? "The test images were looked at once, for it alone, when its training was over."
              : "Test numbers are of the finished networks, looked at once.");
    }
    double accuracy = first.testAccuracy();
    return first.trainedEpochs() == 0
        ? "None of the runs has ended an epoch yet."
        : String.format(
            Locale.ROOT,
            "Best on the test images after its last epoch: %s, with %s of them wrong.",
            first.name(),
            Shown.percent(1 - accuracy));
  }

  /** The values that a setting has among the runs. */
  private Set<String> values(String setting) {
    return new LinkedHashSet<>(ofEach(setting));
  }

  private List<String> ofEach(String setting) {
    return runs.stream().map(run -> value(run, setting)).toList();
  }

  private static String value(RunSummary run, String setting) {
    return run.settings().getOrDefault(setting, "\u2013");
  }

  private Row row(int place, List<String> differing) {
    RunSummary run = runs.get(place);
    double accuracy = run.testAccuracy();
    return new Row(
        "<svg class=\"key "
            + colour(place)
            + "\" aria-hidden=\"true\"><line x1=\"0\" x2=\"100%\" y1=\"50%\" y2=\"50%\"/>"
            + "<use href=\"#"
            + marker(place).name().toLowerCase(Locale.ROOT)
            + "\" x=\"50%\" y=\"50%\"/></svg>",
        run.name(),
        run.finished() ? "" : run.trained() ? "not tested" : "not trained to its end",
        differing.stream().map(s -> value(run, s)).toList(),
        run.trainedEpochs(),
        Shown.percent(1 - accuracy),
        Shown.share(accuracy),
        Shown.share(run.last(EpochResult::trainAccuracy)),
        run.best()
            .map(best -> Shown.share(best.heldOutAccuracy()) + " (" + best.epoch() + ")")
            .orElse("\u2013"),
        Shown.decimal(run.last(EpochResult::cost), 4),
        Shown.count(run.imagesPerSecond()),
        Shown.time(run.seconds()));
  }

  private Chart chart(String title, ToDoubleFunction<EpochResult> number) {
    List<LineChart.Line> lines = new ArrayList<>();
    // The best run last, so that it lies on top.
    for (int i = runs.size() - 1; i >= 0; i--) {
      lines.add(
          new LineChart.Line(
              runs.get(i).name(),
              colour(i),
              marker(i),
              runs.get(i).epochs().stream()
                  .map(e -> new LineChart.Point(e.epoch(), number.applyAsDouble(e)))
                  .toList()));
    }
    return new Chart(title, LineChart.svg(title + " of " + runs.size() + " runs", lines));
  }

  private static String colour(int place) {
    return "c" + place % COLOURS;
  }

  private static LineChart.Marker marker(int place) {
    return place / COLOURS % 2 == 0 ? LineChart.Marker.DOT : LineChart.Marker.DIAMOND;
  }
}
