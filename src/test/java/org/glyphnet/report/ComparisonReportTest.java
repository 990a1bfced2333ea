package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glyphnet.report.Fixtures.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {
  @TempDir Path folder;

  private Path slow() throws IOException {
    return Runs.finished(
        folder.resolve("slow"),
        Map.of("learning-rate", "0.0001", "dropout", "0.1"),
        List.of(epoch(-1, 0.1, 0.1), epoch(0, 0.95, 0.94), epoch(1, 0.97, 0.9375)));
  }

  private Path fast() throws IOException {
    return Runs.finished(
        folder.resolve("fast"),
        Map.of("learning-rate", "0.0005", "dropout", "0.1"),
        List.of(epoch(-1, 0.1, 0.1), epoch(0, 0.99, 0.98), epoch(1, 0.995, 0.987654321)));
  }

  private String compare(Path... runs) throws IOException {
    Path file = folder.resolve("new/folder/report.html");
    ComparisonReport.write(List.of(runs), file);
    return Files.readString(file);
  }

  @Test
  void runsStandBestFirstWithTheNumbersOfTheirEpochsCsv() throws IOException {
    String page = compare(slow(), fast());

    assertThat(Pages.all(page, "</svg>(\\w+)</th>")).containsExactly("fast", "slow");
    assertThat(page)
        .contains("<strong>1.23\u00a0%</strong></td><td>0.987654</td><td>0.987654 (1)</td>")
        .contains("<strong>6.25\u00a0%</strong></td><td>0.937500</td><td>0.940000 (0)</td>")
        .contains("Best on the test images after its last epoch: fast");
  }

  @Test
  void settingsThatDifferAreColumnsAndTheOthersAreListedOnce() throws IOException {
    String page = compare(slow(), fast());

    assertThat(page)
        .contains("<th scope=\"col\" class=\"word\">learning-rate</th>")
        .contains("<td class=\"word\">0.0005</td>")
        .contains("<th scope=\"row\">dropout</th><td>0.1</td>")
        .doesNotContain("<th scope=\"col\" class=\"word\">dropout")
        .doesNotContain("<th scope=\"col\" class=\"word\">run<");
  }

  @Test
  void curvesOfAllRunsLieOverOneAnother() throws IOException {
    String page = compare(slow(), fast());

    assertThat(Pages.all(page, "<title>((?:fast|slow), epoch 1: [0-9.]+)</title>"))
        .containsExactly(
            "slow, epoch 1: 0.062500",
            "fast, epoch 1: 0.012346",
            "slow, epoch 1: 0.030000",
            "fast, epoch 1: 0.005000",
            "slow, epoch 1: 0.100000",
            "fast, epoch 1: 0.100000");
  }

  @Test
  void runsWithoutATrainedEpochAreLastAndHaveNoResult() throws IOException {
    Path none = Runs.cutShort(folder.resolve("none"), Map.of("learning-rate", "9"), List.of());
    Path half =
        Runs.cutShort(
            folder.resolve("half"), Map.of("learning-rate", "8"), List.of(epoch(-1, 0.99, 0.99)));

    String page = compare(half, none, slow());

    assertThat(
            Pages.all(
                page, "</svg>(\\w+)(?: <span[^>]*>\\(not trained to its end\\)</span>)?</th>"))
        .containsExactly("slow", "half", "none");
    assertThat(Pages.all(page, "(not trained to its end)")).hasSize(2);
    assertThat(Pages.all(page, "(<strong>\u2013</strong></td><td>\u2013</td>)")).hasSize(2);
  }

  @Test
  void pageStandsAloneAndEscapesWhatItShows() throws IOException {
    Path odd =
        Runs.finished(
            folder.resolve("a<b>&\"c"), Map.of("activation", "<i>"), List.of(epoch(0, 0.9, 0.8)));

    String page = compare(odd, fast());

    Pages.assertStandsAlone(page);
    assertThat(page)
        .contains("a&lt;b&gt;&amp;&quot;c", "&lt;i&gt;")
        .doesNotContain("<b>&\"c", "<i>");
  }

  @Test
  void folderWithoutARecordIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> compare(fast(), empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(empty.resolve("run.json").toString());
  }
}
