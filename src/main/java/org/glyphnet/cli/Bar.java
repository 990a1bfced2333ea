package org.glyphnet.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar in the last line of a terminal; nothing where there is no terminal. */
final class Bar implements AutoCloseable {
  private final PrintStream raw;
  private final boolean terminal;
  private final int columns;
  private ProgressBar bar;

  Bar(Screen screen) {
    this.raw = screen.raw();
    this.terminal = screen.terminal();
    this.columns = screen.columns();
  }

  /** Begins a bar; one that stands there ends. */
  void begin(String task, int images) {
    end();
    if (!terminal) {
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(images)
            .setUnit(" images", 1)
            .hideEta()
            .setStyle(ProgressBarStyle.ASCII)
            // The library's own console would open a terminal, which takes Ctrl-C to itself. One
            // column is left free: some terminals wrap when the last is written.
            .setConsumer(
                new DelegatingProgressBarConsumer(
                    line -> {
                      raw.print("\r" + line);
                      raw.flush();
                    },
                    columns - 1))
            .build();
  }

  /** Moves the bar. */
  void stepTo(int images, String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
      bar.stepTo(images);
    }
  }

  /** Frees the bar's line for words; it comes back in the next with its next step. */
  void makeRoom() {
    if (bar != null) {
      raw.print("\r\u001b[K");
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the bar, and leaves it standing. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      raw.println();
    }
  }
}
