package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glyphnet.job.Reporting;
import org.glyphnet.job.Verification;
import org.glyphnet.runs.RunFolder;

/** {@code report}: the page about one run, or the page that compares several. */
final class ReportCommand implements Command {
  private static final String OUT = "out";
  private static final String FILE = "report.html";

  @Override
  public Declaration declaration() {
    return new Declaration(
        "report", "writes a page about a run, or one that compares several", "[RUN...]");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(RunChoice.options())
        .with(DataOptions.placeOption())
        .value(
            OUT,
            "FILE",
            "the file to write (default: "
                + FILE
                + ", in the run's folder for one run, here for several)")
        .value("threads", "N", "threads that compute (default: as in training)")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP);
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    List<RunFolder> runs = RunChoice.several(arguments).stream().map(RunFolder::new).toList();
    if (runs.size() > 1) {
      Path file = arguments.path(OUT, Path.of(FILE));
      Reporting.comparison(runs, file);
      out.println("Wrote " + file);
      return;
    }
    try (JobConsole console = new JobConsole(screen)) {
      Reporting.ofRun(
          runs.get(0),
          arguments.has(OUT) ? Optional.of(arguments.path(OUT, null)) : Optional.empty(),
          new Verification.Changes(
              Optional.empty(),
              Optional.empty(),
              TrainingOptions.threads(arguments),
              DataOptions.place(arguments),
              arguments.has(TrainingOptions.TRUST_MODEL)),
          console);
    }
  }
}
