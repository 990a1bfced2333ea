package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.glyphnet.job.Sweep;
import org.glyphnet.runs.RunFolder;

/** Prints how a sweep goes. */
final class SweepConsole implements Sweep.Listener {
  private final PrintStream out;

  SweepConsole(PrintStream out) {
    this.out = out;
  }

  @Override
  public void runBegins(int number, int count, Sweep.Planned run) {
    out.printf(Locale.ROOT, "[%d/%d] %s%n", number, count, run.name());
  }

  @Override
  public void trainedAlready(RunFolder folder) {
    out.println("Trained already: " + folder.path());
  }

  @Override
  public void failed(String reason) {
    out.println("Failed: " + reason);
  }

  @Override
  public void runEnded() {
    out.println();
  }
}
