package org.glyphnet.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;
import org.glyphnet.data.DataException;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.SavedModels;

/** {@code predict}: what a saved model sees on image files. */
final class PredictCommand implements Command {
  private static final Path MODEL = Path.of("saved_models", "classifier-mnist");
  private static final int TOP = 3;

  /** Files that are read before the network runs; so many images are in memory at a time. */
  private static final int CHUNK = 250;

  private final boolean terminal;
  private final Charset charset;

  /**
   * @param terminal whether the words go to a terminal
   * @param charset what they are written in
   */
  public PredictCommand(boolean terminal, Charset charset) {
    this.terminal = terminal;
    this.charset = charset;
  }

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String summary() {
    return "tells the class and its probability for image files";
  }

  @Override
  public String synopsis() {
    return "[options] FILE...   (PNG, JPEG, GIF or BMP; folders and quoted patterns too)";
  }

  @Override
  public boolean takesWords() {
    return true;
  }

  @Override
  public Options options() {
    return new OptionList()
        .value(
            "model",
            "DIR",
            "a SavedModel's folder, or a model's folder of versions (default: " + MODEL + ")")
        .value(
            "prepare",
            "HOW",
            "auto, none or mnist: auto does what was done to the model's own images; mnist takes any size and"
                + " colours, finds the ink, scales and centres it as MNIST's was (default: auto)")
        .value("top", "N", "how many of the likeliest classes are listed (default: " + TOP + ")")
        .flag("show", "draw what the network sees of each image")
        .flag(Json.OPTION, "print the result as JSON, with all probabilities, and nothing else")
        .flag(TrainingOptions.TRUST_MODEL, TrainingOptions.TRUST_MODEL_HELP)
        .value("threads", "N", "threads that compute (default: one a processor)")
        .toOptions();
  }

  @Override
  public void run(Arguments arguments, PrintStream out) throws IOException {
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
    Path version = SavedModels.version(arguments.path("model", MODEL));
    try (Classifier classifier = Classifier.load(version, settings)) {
      int nameWidth = files.stream().mapToInt(file -> file.toString().length()).max().orElse(1);
      Lines lines = new Lines(classifier, nameWidth, top, arguments.has("show"));
      List<ImageResult> results = new ArrayList<>();
      if (!json) {
        out.println("SavedModel " + version);
      }
      long failed = 0;
      for (int from = 0; from < files.size(); from += CHUNK) {
        List<Path> chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
        for (Answer answer : answers(classifier, chunk, wish)) {
          failed += answer.reading().error() == null ? 0 : 1;
          if (json) {
            results.add(ImageResult.of(answer));
          } else {
            out.print(lines.of(answer));
          }
        }
      }
      if (json) {
        Json.print(new Result(version.toString(), classifier.labels(), results), out);
      }
      if (failed > 0) {
        throw new DataException(failed + " of " + files.size() + " files could not be used");
      }
    }
  }

  /**
   * A file and what the network makes of it.
   *
   * @param classification null when the file could not be read
   */
  private record Answer(Reading reading, Classification classification) {}

  private static List<Answer> answers(Classifier classifier, List<Path> files, Reading.Wish wish)
      throws IOException {
    List<Reading> readings = new ArrayList<>();
    for (Path file : files) {
      readings.add(Reading.of(file, classifier, wish));
    }
    List<Classification> classified =
        classifier.classify(
            readings.stream().map(Reading::pixels).filter(pixels -> pixels != null).toList());
    List<Answer> answers = new ArrayList<>();
    int next = 0;
    for (Reading reading : readings) {
      answers.add(new Answer(reading, reading.pixels() == null ? null : classified.get(next++)));
    }
    return answers;
  }

  /** Answers as words. */
  private final class Lines {
    private final Classifier classifier;
    private final int nameWidth;
    private final int labelWidth;
    private final int top;
    private final boolean show;

    Lines(Classifier classifier, int nameWidth, int top, boolean show) {
      this.classifier = classifier;
      this.nameWidth = nameWidth;
      this.labelWidth = classifier.labels().stream().mapToInt(String::length).max().orElse(1);
      this.top = top;
      this.show = show;
    }

    String of(Answer answer) {
      Reading reading = answer.reading();
      if (reading.error() != null) {
        return reading.error() + "\n";
      }
      StringBuilder line = new StringBuilder();
      line.append(String.format(Locale.ROOT, "%-" + nameWidth + "s", reading.file()));
      for (Classification.Guess guess : answer.classification().top(top)) {
        line.append(
            String.format(
                Locale.ROOT, "  %" + labelWidth + "s %.4f", guess.label(), guess.probability()));
      }
      if (!reading.prepared().equals(Reading.Wish.NONE.toString())) {
        line.append(
            reading.prepared().equals(Reading.Wish.MNIST.toString())
                ? "  prepared as MNIST's"
                : "  resized");
      }
      line.append('\n');
      if (show) {
        line.append(new TextPicture(terminal, charset).draw(reading.pixels(), classifier.shape()));
      }
      return line.toString();
    }
  }

  /** What {@code --json} prints; {@code classes} are the names in the order of their numbers. */
  private record Result(String model, List<String> classes, List<ImageResult> images) {}

  /**
   * One file.
   *
   * @param file as typed
   * @param prepared {@code none}, {@code resize} or {@code mnist}
   * @param prediction number of the likeliest class
   * @param label its name
   * @param probability its probability, in [0, 1]
   * @param probabilities of all classes, in the order of their numbers
   * @param error why the file could not be used; nothing else is told then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record ImageResult(
      String file,
      String prepared,
      Integer prediction,
      String label,
      Float probability,
      List<Float> probabilities,
      String error) {
    static ImageResult of(Answer answer) {
      Reading reading = answer.reading();
      Classification seen = answer.classification();
      if (seen == null) {
        return new ImageResult(
            reading.file().toString(), null, null, null, null, null, reading.error());
      }
      List<Float> probabilities = new ArrayList<>();
      for (float probability : seen.probabilities()) {
        probabilities.add(probability);
      }
      return new ImageResult(
          reading.file().toString(),
          reading.prepared(),
          seen.prediction(),
          seen.label(),
          seen.probability(),
          probabilities,
          null);
    }
  }
}
