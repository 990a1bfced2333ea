package org.glyphnet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;

/** Predictions as lines, columns under each other. */
final class PredictionLines {
  private final Classifier classifier;
  private final Screen screen;
  private final int nameWidth;
  private final int labelWidth;
  private final int top;
  private final boolean show;

  /**
   * @param files all that will be told of
   * @param top how many of the likeliest classes are told
   * @param show whether what the network sees is drawn
   */
  PredictionLines(Classifier classifier, List<Path> files, int top, boolean show, Screen screen) {
    this.classifier = classifier;
    this.screen = screen;
    this.nameWidth = files.stream().mapToInt(file -> width(file)).max().orElse(1);
    this.labelWidth = classifier.labels().stream().mapToInt(label -> width(label)).max().orElse(1);
    this.top = top;
    this.show = show;
  }

  private static int width(Object name) {
    return PlainStream.name(name).length();
  }

  /** Prints one. */
  void print(Prediction prediction) {
    Reading reading = prediction.reading();
    if (prediction.failed()) {
      screen.out().println(PlainStream.name(reading.error()));
      return;
    }
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(Locale.ROOT, "%-" + nameWidth + "s", PlainStream.name(reading.file())));
    for (Classification.Guess guess : prediction.classification().top(top)) {
      line.append(
          String.format(
              Locale.ROOT,
              "  %" + labelWidth + "s %.4f",
              PlainStream.name(guess.label()),
              guess.probability()));
    }
    if (!reading.prepared().equals(Reading.Wish.NONE.toString())) {
      line.append(
          reading.prepared().equals(Reading.Wish.MNIST.toString())
              ? "  prepared as MNIST's"
              : "  resized");
    }
    screen.out().println(line);
    if (show) {
      String picture =
          new TextPicture(screen.terminal(), screen.charset())
              .draw(reading.pixels(), classifier.shape());
      screen.out().flush();
      screen.raw().print(picture);
    }
  }
}
