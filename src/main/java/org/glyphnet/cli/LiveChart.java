package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glyphnet.job.JobListener;
import org.glyphnet.report.ChartException;
import org.glyphnet.report.ChartWindow;
import org.glyphnet.report.ErrorChart;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.training.EpochResult;

/**
 * The error-per-epoch chart of a run in training, in a window that gets each epoch as it ends; does
 * nothing where no window was asked for. Whoever closes the window goes on training without it.
 */
final class LiveChart implements JobListener, AutoCloseable {
  static final String SHOW = "show";

  private final boolean wanted;
  private final List<EpochResult> epochs = new ArrayList<>();
  private Optional<ChartWindow> window = Optional.empty();
  private RunRecord record;

  /**
   * @param wanted whether there is to be a window, see {@link #wanted}
   */
  LiveChart(boolean wanted) {
    this.wanted = wanted;
  }

  static OptionList options() {
    return new OptionList()
        .flag(
            SHOW, "open a window with the error-per-epoch chart, which gets each epoch as it ends");
  }

  /**
   * Whether a window is asked for.
   *
   * @throws UsageException where none can be opened
   */
  static boolean wanted(Arguments arguments) {
    if (arguments.has(SHOW) && ChartWindow.isHeadless()) {
      throw new UsageException(
          "--show: this machine has no display to open a window on; leave --show out, the chart is"
              + " written to a file at the end");
    }
    return arguments.has(SHOW);
  }

  /** Opens the window, if it is wanted. */
  @Override
  public void begun(Begun run) {
    if (!wanted) {
      return;
    }
    record = run.record();
    epochs.addAll(record.epochs());
    try {
      window = Optional.of(ChartWindow.open(title(record), ErrorChart.ofRun(record, epochs)));
    } catch (ChartException e) {
      throw new UsageException("--show: " + e.getMessage(), e);
    }
  }

  /** What stands in the window's frame. */
  static String title(RunRecord record) {
    return ErrorChart.TITLE + " - " + record.run();
  }

  @Override
  public void epochEnded(EpochEnd end) {
    // A run that goes on may train again what its record tells of already.
    epochs.removeIf(earlier -> earlier.epoch() >= end.result().epoch());
    epochs.add(end.result());
    window
        .filter(ChartWindow::isOpen)
        .ifPresent(open -> open.update(ErrorChart.ofRun(record, epochs)));
  }

  /** Returns when the person has closed the window; at once where there is none. */
  void awaitClosing(PrintStream out) {
    if (window.filter(ChartWindow::isOpen).isPresent()) {
      out.println("Close the window to end");
      try {
        window.get().await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    window.ifPresent(ChartWindow::close);
  }
}
