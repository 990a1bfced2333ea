package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.data.ClassMatching;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.Split;
import org.glyphnet.inference.ServingGraph;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.report.ConfusionMatrix;
import org.glyphnet.saving.SavedModels;
import org.glyphnet.training.Evaluation;

/** {@code evaluate}: what a saved model makes of a data set. */
final class EvaluateCommand implements Command {
  private static final String SUSPECTS = "suspects";

  @Override
  public Declaration declaration() {
    return new Declaration(
        "evaluate",
        "tells accuracy, precision, recall and confusion of a saved model on a data set",
        "MODEL",
        "MODEL is a SavedModel's folder, or a model's folder of versions");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .with(DataOptions.setOptions())
        .value("seed", "N", "what synthetic digits are drawn from (default: 1)")
        .value(
            "part",
            "NAME",
            "all, or the train, validation or test images: the run's that made the model where it"
                + " was trained on this data set, else the data set's own (default: all)")
        .value("runs-dir", "DIR", "where the model's run is looked for (default: runs)")
        .value(
            "classes",
            "PAIRS",
            "which class of the model a class of the data set is, as DATASET=MODEL,..."
                + " (default: by name)")
        .value(
            SUSPECTS,
            "N",
            "list so many images whose labels look wrong: taken for another class, the least"
                + " likely label first (default: 0)")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP)
        .value("threads", "N", "threads that compute (default: one a processor)")
        .flag(Json.OPTION, "print the result as JSON and nothing else");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    if (arguments.rest().size() != 1) {
      throw new UsageException(
          "evaluate takes one MODEL, found " + arguments.rest().size() + " words");
    }
    SessionSettings settings = TrainingOptions.session(arguments);
    EvaluatedPart part = arguments.choice("part", EvaluatedPart.ALL);
    int listed = arguments.integer(SUSPECTS, 0, 0, Integer.MAX_VALUE);
    boolean json = arguments.has(Json.OPTION);
    Screen wordsScreen = json ? screen.on(System.err) : screen;
    PrintStream words = wordsScreen.out();
    Path version =
        SavedModels.completeVersion(
            Arguments.asPath("MODEL", arguments.rest().get(0)), words::println);
    try (ServingGraph model = ServingGraph.load(version, settings);
        Bar bar = new Bar(wordsScreen)) {
      ImagePreparation how =
          SavedModels.preparation(version).orElseGet(() -> ImagePreparation.resize(model.shape()));
      ImageDataset loaded = DataOptions.load(arguments, how, new JobConsole(wordsScreen));
      Optional<Split> asTrained =
          EvaluatedPart.asTrained(
              loaded, EvaluatedPart.recordOf(version, RunChoice.runsDir(arguments)));
      ImageDataset dataset = named(loaded, version, arguments);
      dataset.checkFits(model.shape(), model.classes());
      int[] images = part.of(dataset, asTrained);
      if (part == EvaluatedPart.ALL && asTrained.isPresent() && !json) {
        words.printf(
            Locale.ROOT,
            "The model was trained on %,d of these images; --part test takes the others%n",
            asTrained.get().train().length);
      }
      List<String> missing = ClassMatching.missing(dataset, images);
      if (!missing.isEmpty()) {
        words.println("Classes of the model without images: " + String.join(", ", missing));
      }
      bar.begin("Evaluation", images.length);
      Sureness sureness = new Sureness(dataset, images);
      Evaluation evaluation =
          Evaluation.ofServing(
              batch -> sureness.heard(model.predictions(batch)),
              dataset,
              images,
              done -> bar.stepTo(done, ""));
      bar.end();
      Doubt doubt = sureness.doubt();
      ConfusionMatrix confusion = ConfusionMatrix.of(dataset, images, evaluation.predictions());
      if (json) {
        Json.print(
            EvaluationJson.of(
                new EvaluationJson.Subject(version.toString(), dataset, part.toString()),
                evaluation,
                confusion,
                doubt,
                sureness.suspects(listed)),
            out);
        return;
      }
      out.printf(
          Locale.ROOT,
          "SavedModel %s on %,d images of %s%n",
          version,
          images.length,
          dataset.name());
      out.printf(Locale.ROOT, "Accuracy: %f%s%n", evaluation.accuracy(), doubt.interval());
      doubt.lines().forEach(out::println);
      out.print(new ConfusionText(confusion, dataset.classNames(), screen.columns()).text());
      if (listed > 0) {
        Suspect.lines(sureness.suspects(listed), doubt.mistakes()).forEach(out::println);
      }
    }
  }

  /**
   * The data set with the model's classes in the model's order; as it is where these are not told.
   */
  private static ImageDataset named(ImageDataset dataset, Path version, Arguments arguments)
      throws IOException {
    Optional<List<String>> model = SavedModels.classNames(version);
    Optional<String> mapping = arguments.text("classes");
    if (model.isEmpty()) {
      return dataset;
    }
    Map<String, String> given;
    try {
      given = mapping.map(ClassMatching::parse).orElse(Map.of());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--classes: " + e.getMessage(), e);
    }
    return dataset.relabelled(
        ClassMatching.of(model.get(), dataset.classNames(), given), model.get());
  }
}
