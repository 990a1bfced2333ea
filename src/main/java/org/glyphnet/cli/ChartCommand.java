package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.report.ChartException;
import org.glyphnet.report.ChartWindow;
import org.glyphnet.report.ErrorChart;
import org.glyphnet.runs.EpochsCsv;

/** {@code chart}: the error-per-epoch chart of one or several runs, into a file or a window. */
final class ChartCommand implements Command {
  private static final String OUT = "out";
  private static final String SHOW = "show";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String DEFAULT_FILE = "error-per-epoch.png";

  /** How often an open window looks for new epochs of a run that is still being trained. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  @Override
  public Declaration declaration() {
    return new Declaration(
        "chart", "draws the error-per-epoch chart of runs, into a file or a window", "[RUN...]");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(RunChoice.options())
        .value(
            OUT,
            "FILE",
            "the file to write, .png or .svg (default: "
                + DEFAULT_FILE
                + ", in the run's folder for one run, here for several)")
        .flag(
            SHOW,
            "open a window, which follows a run in training; a file is then written with --out only")
        .value(
            WIDTH,
            "PIXELS",
            "width of the file's picture (default: " + ErrorChart.DEFAULT_WIDTH + ")")
        .value(
            HEIGHT,
            "PIXELS",
            "height of the file's picture (default: " + ErrorChart.DEFAULT_HEIGHT + ")");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    int width = arguments.integer(WIDTH, ErrorChart.DEFAULT_WIDTH, 200, 8000);
    int height = arguments.integer(HEIGHT, ErrorChart.DEFAULT_HEIGHT, 150, 8000);
    boolean show = arguments.has(SHOW);
    Optional<Path> typed =
        arguments.has(OUT) ? Optional.of(picture(arguments.path(OUT, null))) : Optional.empty();
    if (show && ChartWindow.isHeadless()) {
      throw new UsageException(
          "--show: this machine has no display to open a window on; leave --show out to write a"
              + " file");
    }
    List<Path> runs = RunChoice.several(arguments);
    ErrorChart chart = ErrorChart.ofFolders(runs);
    if (!show || typed.isPresent()) {
      Path file = typed.orElseGet(() -> defaultFile(runs));
      write(chart, file, width, height);
      out.println("Wrote " + file);
    }
    if (show) {
      show(chart, runs, out);
    }
  }

  private static Path defaultFile(List<Path> runs) {
    return runs.size() == 1 ? runs.get(0).resolve(DEFAULT_FILE) : Path.of(DEFAULT_FILE);
  }

  private static Path picture(Path file) {
    Path name = file.getFileName();
    if (name == null || !(endsWith(name, ".png") || endsWith(name, ".svg"))) {
      throw new UsageException(
          "--out: '" + file + "' is not possible; it takes a file that ends in .png or .svg");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("--out: '" + file + "' is a folder; it takes a file");
    }
    return file;
  }

  private static boolean endsWith(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static void write(ErrorChart chart, Path file, int width, int height) throws IOException {
    if (endsWith(file, ".svg")) {
      chart.writeSvg(file, width, height);
    } else {
      chart.writePng(file, width, height);
    }
  }

  private static void show(ErrorChart chart, List<Path> runs, PrintStream out) throws IOException {
    String title = ErrorChart.TITLE + " - " + String.join(", ", chart.runs());
    try (ChartWindow window = ChartWindow.open(title, chart)) {
      out.println("Close the window to end");
      follow(window, runs);
    } catch (ChartException e) {
      throw new UsageException("--show: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Redraws after each epoch, until the window is closed. */
  private static void follow(ChartWindow window, List<Path> runs)
      throws IOException, InterruptedException {
    List<FileTime> drawn = times(runs);
    while (!window.await(LOOK_AGAIN)) {
      try {
        List<FileTime> now = times(runs);
        if (!now.equals(drawn)) {
          window.update(ErrorChart.ofFolders(runs));
          drawn = now;
        }
      } catch (DataException | NoSuchFileException e) {
        // Just being written, or gone: what is in the window stays, and the next look may do.
      }
    }
  }

  private static List<FileTime> times(List<Path> runs) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path run : runs) {
      times.add(Files.getLastModifiedTime(run.resolve(EpochsCsv.FILE_NAME)));
    }
    return times;
  }
}
