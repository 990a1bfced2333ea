package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.TrainingListener;

/**
 * Prints what training does in the book's words, on a terminal with a progress bar for each epoch.
 */
final class RunConsole implements TrainingListener, AutoCloseable {
  /** How many of the training images are shown with their results. */
  private static final int SHOWN = 10;

  private final PrintStream out;
  private final ImageDataset dataset;
  private final Split split;
  private final boolean terminal;
  private ProgressBar bar;

  RunConsole(PrintStream out, ImageDataset dataset, Split split, boolean terminal) {
    this.out = out;
    this.dataset = dataset;
    this.split = split;
    this.terminal = terminal;
  }

  @Override
  public void epochStarted(int epoch, int images) {
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Epoch " + epoch)
              .setInitialMax(images)
              .setUnit(" images", 1)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .build();
    }
  }

  @Override
  public void stepDone(StepEnd end) {
    if (bar != null) {
      bar.stepTo(end.progress().images());
    }
  }

  @Override
  public void batchReported(BatchReport report) {
    // On a terminal the bar stands in this line; it comes back in the next with its next step.
    out.printf(
        Locale.ROOT,
        "%sEpoch %d, batch %d: cost = %f, prec = %f%n",
        terminal ? "\r\u001b[K" : "",
        report.epoch(),
        report.image(),
        report.cost(),
        report.accuracy());
  }

  @Override
  public void evaluationStarted(int epoch) {
    close();
  }

  @Override
  public void epochEnded(EpochEnd end) {
    out.println("Epoch " + end.result().epoch());
    printBlock(out, end.train(), end.test(), dataset, split);
  }

  /** The book's four lines: both accuracies, the first results and their references. */
  static void printBlock(
      PrintStream out, Evaluation train, Evaluation test, ImageDataset dataset, Split split) {
    int shown = Math.min(SHOWN, split.train().length);
    int[] results = Arrays.copyOf(train.predictions(), shown);
    int[] references = Arrays.stream(split.train()).limit(shown).map(dataset::label).toArray();
    out.printf(Locale.ROOT, "  Train accuracy: %f%n", train.accuracy());
    out.printf(Locale.ROOT, "  Test accuracy: %f%n", test.accuracy());
    out.printf(
        Locale.ROOT,
        "  Result for the %d first training images: %s%n",
        shown,
        Arrays.toString(results));
    out.printf(
        Locale.ROOT,
        "  Reference for the %d first training images: %s%n",
        shown,
        Arrays.toString(references));
  }

  /** Ends the progress bar, if there is one. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
