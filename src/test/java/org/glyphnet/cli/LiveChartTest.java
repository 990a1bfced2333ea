package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Window;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.swing.JFrame;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.glyphnet.job.JobListener;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.report.ChartWindow;
import org.glyphnet.runs.Records;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.TrainingListener.EpochEnd;
import org.jfree.chart.ChartPanel;
import org.junit.jupiter.api.Test;

class LiveChartTest {
  private static Arguments arguments(String... typed) throws ParseException {
    return Arguments.of(new DefaultParser().parse(LiveChart.options().toOptions(), typed));
  }

  private static RunRecord record(List<EpochResult> epochs) {
    return Records.begun(
        "seen",
        Map.of(),
        NetworkSpec.bookText(),
        new RunRecord.Data("mnist", null, "", "", 7, false, List.of("0"), "random", 6, 1, null),
        epochs);
  }

  private static EpochResult epoch(int epoch, double accuracy) {
    return new EpochResult(epoch, 0.1, accuracy, accuracy, 1, 6);
  }

  private static EpochEnd end(int epoch, double accuracy) {
    Evaluation none = new Evaluation(accuracy, 0, new int[0], "");
    return new EpochEnd(epoch(epoch, accuracy), none, none, false, null);
  }

  @Test
  void machineWithoutADisplayIsRefusedBeforeAnythingElse() throws ParseException {
    assumeTrue(ChartWindow.isHeadless(), "This machine has a display");
    Arguments show = arguments("--show");

    assertThatThrownBy(() -> LiveChart.wanted(show))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--show")
        .hasMessageContaining("no display");
  }

  @Test
  void withoutTheOptionThereIsNoWindowAndNothingToWaitFor() throws ParseException {
    assertThat(LiveChart.wanted(arguments())).isFalse();
    try (LiveChart none = new LiveChart(false)) {
      none.epochEnded(end(0, 0.5));
      none.awaitClosing(
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
  }

  @Test
  void windowGetsEachEpochAndForgetsThoseTrainedAgain() {
    assumeFalse(ChartWindow.isHeadless(), "Needs a display, such as that of xvfb-run");
    RunRecord begun = record(List.of(epoch(-1, 0.1), epoch(0, 0.5), epoch(1, 0.6)));
    try (LiveChart live = new LiveChart(true)) {
      live.begun(new JobListener.Begun(new RunFolder(Path.of("seen")), begun, null, null));
      live.epochEnded(end(1, 0.75));
      live.epochEnded(end(2, 0.875));

      JFrame frame =
          Arrays.stream(Window.getWindows())
              .filter(JFrame.class::isInstance)
              .map(JFrame.class::cast)
              .filter(f -> f.getTitle().equals(LiveChart.title(begun)))
              .findFirst()
              .orElseThrow();
      ChartPanel panel = (ChartPanel) frame.getContentPane().getComponent(0);
      var errors = panel.getChart().getXYPlot().getDataset();
      assertThat(errors.getItemCount(0)).isEqualTo(4);
      assertThat(errors.getYValue(0, 2)).isEqualTo(0.25);
      assertThat(errors.getYValue(0, 3)).isEqualTo(0.125);
    }
  }
}
