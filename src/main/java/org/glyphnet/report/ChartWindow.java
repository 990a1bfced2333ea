package org.glyphnet.report;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.jfree.chart.ChartPanel;

/**
 * A window with the error-per-epoch chart: zoom with the mouse, save and print from its menu.
 *
 * <pre>{@code
 * try (ChartWindow window = ChartWindow.open("mnist-1", chart)) {
 *   window.update(chartWithOneMoreEpoch);
 *   window.await();
 * }
 * }</pre>
 *
 * <p>Any thread may call it. The code that opened it closes it; the person in front of it may do so
 * first.
 */
public final class ChartWindow implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ChartPanel panel;
  private final JFrame frame;

  private ChartWindow(String title, ErrorChart chart) {
    panel = new ChartPanel(chart.toJFreeChart());
    // ChartPanel scales a drawing made for 1024 x 768 at most, which blurs in a large window.
    panel.setMaximumDrawWidth(Integer.MAX_VALUE);
    panel.setMaximumDrawHeight(Integer.MAX_VALUE);
    panel.setMinimumDrawWidth(0);
    panel.setMinimumDrawHeight(0);
    panel.setPreferredSize(new Dimension(ErrorChart.DEFAULT_WIDTH, ErrorChart.DEFAULT_HEIGHT));
    frame = new JFrame(title);
    frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            closed.countDown();
          }
        });
    frame.add(panel, BorderLayout.CENTER);
    frame.pack();
    frame.setLocationByPlatform(true);
    frame.setVisible(true);
  }

  /**
   * Opens the window and returns.
   *
   * @param title in the window's frame
   * @throws ChartException on a machine without a display
   */
  public static ChartWindow open(String title, ErrorChart chart) {
    if (isHeadless()) {
      throw new ChartException(
          "This machine has no display to open a window on; write the chart to a file instead");
    }
    ChartWindow[] window = new ChartWindow[1];
    onSwingThread(() -> window[0] = new ChartWindow(title, chart));
    if (window[0] == null) {
      throw new ChartException("Interrupted before the window was open");
    }
    return window[0];
  }

  /**
   * Opens the window and returns when the person has closed it.
   *
   * @throws ChartException on a machine without a display
   */
  public static void showAndWait(String title, ErrorChart chart) throws InterruptedException {
    try (ChartWindow window = open(title, chart)) {
      window.await();
    }
  }

  /** Whether no window can be opened here. */
  public static boolean isHeadless() {
    return GraphicsEnvironment.isHeadless();
  }

  /** Shows another chart in the same window, such as the same runs with one more epoch. */
  public void update(ErrorChart chart) {
    onSwingThread(() -> panel.setChart(chart.toJFreeChart()));
  }

  /** Whether the window has not been closed yet. */
  public boolean isOpen() {
    return closed.getCount() > 0;
  }

  /** Returns when the window is closed. */
  public void await() throws InterruptedException {
    closed.await();
  }

  /** Returns true when the window is closed, false when the time is over first. */
  public boolean await(Duration time) throws InterruptedException {
    return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Closes the window; closing it twice does nothing. */
  @Override
  public void close() {
    // Not waited for, so that an interrupted thread can close it too.
    SwingUtilities.invokeLater(frame::dispose);
    closed.countDown();
  }

  private static void onSwingThread(Runnable work) {
    // Even the question which thread this is connects to the display.
    Drawing.guarded(
        () -> {
          if (SwingUtilities.isEventDispatchThread()) {
            work.run();
          } else {
            waitFor(work);
          }
        });
  }

  private static void waitFor(Runnable work) {
    try {
      SwingUtilities.invokeAndWait(work);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof HeadlessException) {
        throw new ChartException(
            "This Java is a headless one, which cannot open windows; install the full one", e);
      }
      throw new IllegalStateException("The chart's window failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
