package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.DataException;
import org.glyphnet.explanation.Explainer;
import org.glyphnet.inference.Classifier;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.SavedModels;

/** {@code explain}: on which places of image files a saved model's decisions rest. */
final class ExplainCommand implements Command {
  private static final String OUTPUT = "output";
  private static final Path FOLDER = Path.of("explanations");

  /** What is typed after {@code --method}. */
  enum Choice {
    LAYER_CAM,
    GRAD_CAM,
    OCCLUSION,
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private List<HeatMethod> methods() {
      return this == ALL ? List.of(HeatMethod.values()) : List.of(HeatMethod.valueOf(name()));
    }
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "explain",
        "draws on which places of image files a decision rests",
        "FILE...",
        ImageFiles.EXPLANATION);
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(ModelChoice.options())
        .value(
            "class",
            "NAME|N",
            "the class that is asked for, by its name or number (default: the likeliest one of"
                + " each image)")
        .value(
            "method",
            "HOW",
            "layer-cam: which places make the class's score larger, by all convolutions; grad-cam:"
                + " the same by the last ones, made for --pool global; occlusion: how much its"
                + " probability falls when a place is covered; or all (default: layer-cam)")
        .value(
            OUTPUT,
            "DIR",
            "where the pictures go, such as FILE.layer-cam.png, in the size of the"
                + " image (default: "
                + FOLDER
                + ")")
        .value("prepare", "HOW", "auto, none or mnist, as predict does (default: auto)")
        .flag(Json.OPTION, "print the result as JSON and nothing else")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP)
        .value("threads", "N", "threads that compute (default: one a processor)");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    if (arguments.rest().isEmpty()) {
      throw new UsageException("explain takes at least one FILE; folders and patterns do too");
    }
    SessionSettings settings = TrainingOptions.session(arguments);
    List<HeatMethod> methods = arguments.choice("method", Choice.LAYER_CAM).methods();
    Reading.Wish wish = arguments.choice("prepare", Reading.Wish.AUTO);
    boolean json = arguments.has(Json.OPTION);
    List<Path> files = ImageFiles.of(arguments.rest());
    ModelChoice model = ModelChoice.of(arguments);
    Path version = SavedModels.version(model.folder());
    try (Classifier classifier = Classifier.load(version, settings)) {
      Optional<Integer> wanted =
          arguments.text("class").map(text -> number(text, classifier.labels()));
      ExplainedFiles explained =
          new ExplainedFiles(
              classifier,
              explainer(classifier, version),
              new HeatPictures(arguments.path(OUTPUT, FOLDER)),
              methods);
      PrintStream out = screen.out();
      if (!json) {
        out.println("SavedModel " + version + model.note());
      }
      List<ExplainedFiles.Result> results = new ArrayList<>();
      for (Path file : files) {
        ExplainedFiles.Result result = explained.explain(file, wish, wanted);
        results.add(result);
        if (!json) {
          result.lines().forEach(line -> out.println(PlainStream.name(line)));
        }
      }
      if (json) {
        Json.print(new Explained(version.toString(), results), out);
      }
      long failed = results.stream().filter(result -> result.error() != null).count();
      if (failed > 0) {
        throw new DataException(failed + " of " + files.size() + " files could not be used");
      }
    }
  }

  /** What {@code --json} prints. */
  record Explained(String model, List<ExplainedFiles.Result> images) {}

  private static Explainer explainer(Classifier classifier, Path version) {
    try {
      return Explainer.of(classifier);
    } catch (DataException e) {
      throw new DataException(version + ": " + e.getMessage());
    }
  }

  /** A class by its name, else by its number. */
  private static int number(String text, List<String> labels) {
    int named = labels.indexOf(text);
    if (named >= 0) {
      return named;
    }
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) < labels.size()) {
      return Integer.parseInt(text);
    }
    throw new UsageException(
        "--class "
            + text
            + ": no class of the model; they are "
            + String.join(", ", labels.subList(0, Math.min(20, labels.size())))
            + (labels.size() > 20 ? ", ..." : ""));
  }
}
