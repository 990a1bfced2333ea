package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.ComparisonReport;
import org.glyphnet.report.RunReport;
import org.glyphnet.runs.RunFolder;
import org.glyphnet.runs.RunRecord;
import org.glyphnet.runs.RunRecordFile;
import org.glyphnet.saving.Checkpoints;
import org.glyphnet.saving.RestoredModel;

/** {@code report}: the page about one run, or the page that compares several. */
public final class ReportCommand implements Command {
  private static final String OUT = "out";
  private static final String FILE = "report.html";

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "writes a page about a run, or one that compares several";
  }

  @Override
  public String synopsis() {
    return "[options] [RUN...]";
  }

  @Override
  public boolean takesWords() {
    return true;
  }

  @Override
  public Options options() {
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
        .toOptions();
  }

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
    List<Path> runs = RunChoice.several(arguments);
    Path file;
    if (runs.size() == 1) {
      RunFolder folder = new RunFolder(runs.get(0));
      file = arguments.path(OUT, folder.report());
      RunRecord record = RunRecordFile.read(folder.record());
      SessionSettings settings =
          new SessionSettings(arguments.integer("threads", record.threads(), 1, 1024));
      DataOptions.Chosen data = DataOptions.again(record, arguments).load(out);
      write(folder, data.dataset(), data.split(), settings, file);
    } else {
      file = arguments.path(OUT, Path.of(FILE));
      ComparisonReport.write(runs, file);
    }
    out.println("Wrote " + file);
  }

  /**
   * Writes the page about a run from its newest checkpoint.
   *
   * @param dataset what it was trained on
   * @param split how that was divided
   */
  static void write(
      RunFolder folder, ImageDataset dataset, Split split, SessionSettings settings, Path file)
      throws IOException {
    Path checkpoint = Checkpoints.latest(folder.checkpoints());
    try (RestoredModel model = RestoredModel.fromCheckpoint(checkpoint, settings)) {
      model.checkFits(dataset);
      String source = checkpoint.getFileName().toString();
      RunReport.Network network = new RunReport.Network(source, model.session(), dataset, split);
      RunReport.write(folder.path(), network, file);
    }
  }
}
