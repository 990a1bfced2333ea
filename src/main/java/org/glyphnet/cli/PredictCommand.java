package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.data.DataException;
import org.glyphnet.inference.Classifier;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.SavedModels;

/** {@code predict}: what a saved model sees on image files. */
final class PredictCommand implements Command {
  private static final int TOP = 3;

  /** Files that are read before the network runs; so many images are in memory at a time. */
  private static final int CHUNK = 250;

  @Override
  public Declaration declaration() {
    return new Declaration(
        "predict",
        "tells the class and its probability for image files",
        "FILE...",
        ImageFiles.EXPLANATION);
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(ModelChoice.options())
        .value(
            "prepare",
            "HOW",
            "auto, none or mnist: auto does what was done to the model's own images; mnist takes"
                + " any size and colours, finds the ink, scales and centres it as MNIST's was"
                + " (default: auto)")
        .value("top", "N", "how many of the likeliest classes are listed (default: " + TOP + ")")
        .flag("show", "draw what the network sees of each image")
        .flag(Json.OPTION, "print the result as JSON, with all probabilities, and nothing else")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP)
        .value("threads", "N", "threads that compute (default: one a processor)");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    if (arguments.rest().isEmpty()) {
      throw new UsageException("predict takes at least one FILE; folders and patterns do too");
    }
    SessionSettings settings = TrainingOptions.session(arguments);
    int top = arguments.integer("top", TOP, 1, Integer.MAX_VALUE);
    Reading.Wish wish = arguments.choice("prepare", Reading.Wish.AUTO);
    boolean json = arguments.has(Json.OPTION);
    if (json && arguments.has("show")) {
      throw new UsageException("--show: cannot be combined with --" + Json.OPTION);
    }
    List<Path> files = ImageFiles.of(arguments.rest());
    ModelChoice model = ModelChoice.of(arguments);
    Path version = SavedModels.version(model.folder());
    try (Classifier classifier = Classifier.load(version, settings)) {
      PredictionLines lines =
          new PredictionLines(classifier, files, top, arguments.has("show"), screen);
      List<Prediction.JsonImage> results = new ArrayList<>();
      if (!json) {
        out.println("SavedModel " + version + model.note());
      }
      long failed = 0;
      for (int from = 0; from < files.size(); from += CHUNK) {
        List<Path> chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
        for (Prediction prediction : Prediction.of(classifier, chunk, wish)) {
          failed += prediction.failed() ? 1 : 0;
          if (json) {
            results.add(prediction.toJson());
          } else {
            lines.print(prediction);
          }
        }
      }
      if (json) {
        Json.print(new Prediction.Json(version.toString(), classifier.labels(), results), out);
      }
      if (failed > 0) {
        throw new DataException(failed + " of " + files.size() + " files could not be used");
      }
    }
  }
}
