package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.glyphnet.data.sources.Notices;

/** Prints what getting a data set has to say; a download's progress at every tenth. */
final class DataNotices implements Notices {
  private static final int STEPS = 10;

  private final PrintStream out;
  private String file = "";
  private long step;

  DataNotices(PrintStream out) {
    this.out = out;
  }

  @Override
  public void line(String text) {
    out.println(text);
  }

  @Override
  public void progress(String name, long bytes, long total) {
    long now = total > 0 ? bytes * STEPS / total : 0;
    if (name.equals(file) && now == step) {
      return;
    }
    file = name;
    step = now;
    out.printf(
        Locale.ROOT,
        "Downloading %s: %,d%s bytes%n",
        name,
        bytes,
        total > 0 ? String.format(Locale.ROOT, " of %,d", total) : "");
  }
}
