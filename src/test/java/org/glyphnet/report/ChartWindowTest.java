package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.glyphnet.report.Fixtures.bookEpochs;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Window;
import java.awt.event.WindowEvent;
import java.time.Duration;
import java.util.Arrays;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import org.jfree.chart.ChartPanel;
import org.junit.jupiter.api.Test;

class ChartWindowTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void machineWithoutADisplayIsToldToWriteAFile() {
    assumeTrue(ChartWindow.isHeadless(), "This machine has a display");
    ErrorChart chart = ErrorChart.of(bookEpochs());

    assertThatThrownBy(() -> ChartWindow.open("run", chart))
        .isInstanceOf(ChartException.class)
        .hasMessageContaining("no display")
        .hasMessageContaining("write the chart to a file");
  }

  @Test
  void closingTheWindowEndsTheWaiting() throws Exception {
    assumeFalse(ChartWindow.isHeadless(), "Needs a display, such as that of xvfb-run");
    try (ChartWindow window = ChartWindow.open("closed by hand", ErrorChart.of(bookEpochs()))) {
      assertThat(window.await(Duration.ofMillis(1))).isFalse();
      JFrame frame = frame("closed by hand");

      SwingUtilities.invokeLater(
          () -> frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING)));

      assertThat(window.await(SOON)).isTrue();
      assertThat(window.isOpen()).isFalse();
    }
  }

  @Test
  void updateShowsTheNewEpochs() throws Exception {
    assumeFalse(ChartWindow.isHeadless(), "Needs a display, such as that of xvfb-run");
    try (ChartWindow window =
        ChartWindow.open("updated", ErrorChart.of(bookEpochs().subList(0, 1)))) {
      window.update(ErrorChart.of(bookEpochs()));

      ChartPanel panel = (ChartPanel) frame("updated").getContentPane().getComponent(0);
      assertThat(panel.getChart().getXYPlot().getDataset().getItemCount(0)).isEqualTo(3);
    }
  }

  private static JFrame frame(String title) {
    return Arrays.stream(Window.getWindows())
        .filter(JFrame.class::isInstance)
        .map(JFrame.class::cast)
        .filter(frame -> frame.getTitle().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
