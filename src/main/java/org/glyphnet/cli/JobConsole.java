package org.glyphnet.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.job.JobListener;
import org.glyphnet.job.LoadedData;
import org.glyphnet.saving.RestoreCheck;
import org.glyphnet.saving.Signatures;
import org.glyphnet.training.Evaluation;
import org.glyphnet.training.Progress;

/**
 * Prints what a job does, training in the book's words; on a terminal with a progress bar for each
 * epoch and each evaluation.
 */
final class JobConsole implements JobListener, AutoCloseable {
  /** How many of the training images are shown with their results. */
  private static final int SHOWN = 10;

  private static final int DOWNLOAD_STEPS = 10;

  private final PrintStream out;
  private final Bar bar;
  private final RemainingTime remaining = new RemainingTime();
  private ImageDataset dataset;
  private Split split;
  private String downloading = "";
  private long downloadStep;

  JobConsole(Screen screen) {
    this.out = screen.out();
    this.bar = new Bar(screen);
  }

  @Override
  public void line(String text) {
    out.println(text);
  }

  /** A download's progress, at every tenth. */
  @Override
  public void progress(String file, long bytes, long total) {
    long now = total > 0 ? bytes * DOWNLOAD_STEPS / total : 0;
    if (file.equals(downloading) && now == downloadStep) {
      return;
    }
    downloading = file;
    downloadStep = now;
    out.printf(
        Locale.ROOT,
        "Downloading %s: %,d%s bytes%n",
        file,
        bytes,
        total > 0 ? String.format(Locale.ROOT, " of %,d", total) : "");
  }

  @Override
  public void dataLoaded(LoadedData data) {
    dataset = data.dataset();
    split = data.split();
    out.printf(
        Locale.ROOT,
        "Data set %s: %,d images of %s in %d classes, %,d to train, %,d to test%n",
        data.settings().choice(),
        dataset.count(),
        dataset.shape(),
        dataset.classNames().size(),
        split.train().length,
        split.test().length);
  }

  @Override
  public void begun(Begun run) {
    out.println("Run " + run.folder().path());
    remaining.begin(run.record().training().epochs());
  }

  @Override
  public void resumed(Optional<Path> checkpoint, Progress at) {
    if (checkpoint.isEmpty()) {
      out.println("No checkpoint was saved yet: begins anew");
      return;
    }
    out.printf(
        Locale.ROOT,
        "Goes on from %s: %s done%s%n",
        checkpoint.get(),
        at.epochs() == 1 ? "1 epoch is" : at.epochs() + " epochs are",
        at.steps() == 0 ? "" : " and " + at.steps() + " steps of the next");
  }

  @Override
  public void epochStarted(int epoch, int images) {
    bar.begin("Epoch " + epoch, images);
    remaining.epochStarted(epoch, images);
  }

  @Override
  public void stepDone(StepEnd end) {
    remaining.stepDone(end.progress().images());
    bar.stepTo(end.progress().images(), remaining.text());
  }

  @Override
  public void batchReported(BatchReport report) {
    bar.makeRoom();
    out.printf(
        Locale.ROOT,
        "Epoch %d, batch %d: cost = %f, prec = %f%n",
        report.epoch(),
        report.image(),
        report.cost(),
        report.accuracy());
  }

  @Override
  public void evaluationStarted(int images) {
    bar.begin("Evaluation", images);
    remaining.evaluationStarted();
  }

  @Override
  public void evaluated(int images, int total) {
    bar.stepTo(images, remaining.text());
  }

  @Override
  public void epochEnded(EpochEnd end) {
    bar.end();
    remaining.epochEnded(end.result().epoch());
    out.println("Epoch " + end.result().epoch());
    printBlock(end.train(), split.validation().length == 0 ? "Test" : "Validation", end.heldOut());
  }

  @Override
  public void trainingEnded() {
    bar.end();
    remaining.end();
  }

  @Override
  public void written(Output output, Path path) {
    out.println(
        switch (output) {
          case CHECKPOINT -> "Saved the checkpoint " + path;
          case SAVED_MODEL -> "Saved the SavedModel " + path;
          case CHART -> "Drew " + path + " and .svg";
          case REPORT -> "Wrote " + path;
        });
  }

  @Override
  public void noChart(String reason) {
    out.println("No chart: " + reason);
  }

  @Override
  public void restoring(Output from, Path path) {
    out.println(
        from == Output.CHECKPOINT
            ? "Restored from the checkpoint " + path
            : "Restored from the SavedModel " + path + ", tag " + Signatures.TRAIN_TAG);
    bar.begin("Evaluation", split.train().length + split.test().length);
  }

  @Override
  public void restored(RestoreCheck check) {
    bar.end();
    printBlock(check.restored().train(), "Test", check.restored().test());
  }

  /**
   * The book's four lines: both accuracies, the first results and their references. A sample of the
   * training images has no first ones to show.
   */
  private void printBlock(Evaluation train, String part, Evaluation heldOut) {
    boolean sample = train.predictions().length < split.train().length;
    out.printf(
        Locale.ROOT,
        "  Train accuracy: %f%s%n",
        train.accuracy(),
        sample ? String.format(Locale.ROOT, " (of %,d images)", train.predictions().length) : "");
    out.printf(Locale.ROOT, "  %s accuracy: %f%n", part, heldOut.accuracy());
    if (sample) {
      return;
    }
    int shown = Math.min(SHOWN, split.train().length);
    int[] results = Arrays.copyOf(train.predictions(), shown);
    int[] references = Arrays.stream(split.train()).limit(shown).map(dataset::label).toArray();
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
    bar.end();
  }
}
