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
  public void runBegins(int number, int count, Sweep.Planned run, int until) {
    int epochs = run.settings().plan().epochs();
    out.printf(
        Locale.ROOT,
        "[%d/%d] %s%s%n",
        number,
        count,
        run.name(),
        until < epochs ? ", to epoch " + until + " of " + epochs : "");
  }

  @Override
  public void winner(Sweep.Planned run) {
    out.println("Best on the validation part: " + run.name());
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
