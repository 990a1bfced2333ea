package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.cli.Options;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.ConfusionMatrix;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.training.Evaluation;

/** {@code evaluate}: what a saved model makes of a data set. */
public final class EvaluateCommand implements Command {
  /** Which images of the data set are used. */
  private enum Part {
    ALL,
    TRAIN,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "tells accuracy, precision, recall and confusion of a saved model on a data set";
  }

  @Override
  public String synopsis() {
    return "[options] MODEL   (a SavedModel's folder, or a model's folder of versions)";
  }

  @Override
  public boolean takesWords() {
    return true;
  }

  @Override
  public Options options() {
    return new OptionList()
        .with(DataOptions.setOptions())
        .value("seed", "N", "what synthetic digits are drawn from (default: 1)")
        .value("part", "NAME", "all, or the data set's own train or test images (default: all)")
        .value("threads", "N", "threads that compute (default: one a processor)")
        .toOptions();
  }

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
    if (arguments.rest().size() != 1) {
      throw new UsageException(
          "evaluate takes one MODEL, found " + arguments.rest().size() + " words");
    }
    SessionSettings settings =
        new SessionSettings(
            arguments.integer("threads", SessionSettings.ofThisMachine().threads(), 1, 1024));
    Part part = arguments.choice("part", Part.ALL);
    DataOptions dataOptions = DataOptions.of(arguments);
    Path version =
        SavedModels.completeVersion(
            Arguments.asPath("MODEL", arguments.rest().get(0)), out::println);
    try (RestoredModel model =
        RestoredModel.fromSavedModel(version, SavedModels.TRAIN_TAG, settings)) {
      ImageDataset dataset = dataOptions.dataset(out);
      model.checkFits(dataset);
      int[] images = images(dataset, part);
      Evaluation evaluation = Evaluation.of(model.session(), dataset, images);
      ConfusionMatrix confusion = ConfusionMatrix.of(dataset, images, evaluation.predictions());
      out.println(
          "SavedModel " + version + " on " + images.length + " images of " + dataset.name());
      out.printf(Locale.ROOT, "Accuracy: %f%n", evaluation.accuracy());
      out.print(confusion.asText());
    }
  }

  private static int[] images(ImageDataset dataset, Part part) {
    if (part == Part.ALL) {
      return IntStream.range(0, dataset.count()).toArray();
    }
    if (dataset.canonicalTrainCount().isEmpty()) {
      throw new DataException(
          dataset.name() + ": has no training and test part of its own; use --part all");
    }
    Split split = Split.canonical(dataset);
    return part == Part.TRAIN ? split.train() : split.test();
  }
}
