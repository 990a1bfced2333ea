package org.glyphnet.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.glyphnet.data.ImagePreparation;
import org.glyphnet.data.pictures.ImageFile;
import org.glyphnet.data.pictures.MnistFrame;
import org.glyphnet.data.pictures.PreparedPicture;
import org.glyphnet.explanation.Explainer;
import org.glyphnet.explanation.HeatMap;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;

/** Explains one image file after the other. */
final class ExplainedFiles {
  /** The pixels whose rectangle is told. */
  private static final double HOTTEST = 0.1;

  private final Classifier classifier;
  private final Explainer explainer;
  private final HeatPictures pictures;
  private final List<HeatMethod> methods;

  ExplainedFiles(
      Classifier classifier, Explainer explainer, HeatPictures pictures, List<HeatMethod> methods) {
    this.classifier = classifier;
    this.explainer = explainer;
    this.pictures = pictures;
    this.methods = methods;
  }

  /**
   * One file, as lines and in {@code --json}.
   *
   * @param file as typed
   * @param label name of the class that was asked for
   * @param probability of that class, in [0, 1]
   * @param heat what each method found
   * @param error why the file could not be used; nothing else is told then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(String file, String label, Float probability, List<Heat> heat, String error) {
    /** What is printed. */
    @JsonIgnore
    List<String> lines() {
      if (error != null) {
        return List.of(error);
      }
      return heat.stream()
          .map(
              one ->
                  String.format(
                      Locale.ROOT,
                      "%s  %s %.4f  %s: %s  %s",
                      file,
                      label,
                      probability,
                      one.method(),
                      one.box() == null ? "no heat" : one.box(),
                      one.picture()))
          .toList();
    }
  }

  /**
   * Heat.
   *
   * @param box around the hottest tenth of the image's pixels; null where there is no heat
   * @param picture the file that shows it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Heat(String method, Box box, String picture) {}

  /** A rectangle of pixels; the last ones belong to it. */
  record Box(int firstRow, int lastRow, int firstColumn, int lastColumn) {
    static Box of(Rectangle pixels) {
      return pixels.isEmpty()
          ? null
          : new Box(pixels.y, pixels.y + pixels.height - 1, pixels.x, pixels.x + pixels.width - 1);
    }

    @Override
    public String toString() {
      return "rows " + firstRow + "-" + lastRow + ", columns " + firstColumn + "-" + lastColumn;
    }
  }

  /**
   * Explains a file, and writes its pictures.
   *
   * @param wanted number of the class; empty for the likeliest
   */
  Result explain(Path file, Reading.Wish wish, Optional<Integer> wanted) throws IOException {
    Reading reading = Reading.of(file, classifier, wish);
    if (reading.error() != null) {
      return new Result(file.toString(), null, null, null, reading.error());
    }
    Classification classification = classifier.classify(reading.pixels());
    int label = wanted.orElse(classification.prediction());
    BufferedImage picture = ImageFile.read(file);
    Rectangle2D place = place(picture, reading);
    List<Heat> heat = new ArrayList<>();
    for (HeatMethod method : methods) {
      HeatMap map =
          method
              .map(explainer, reading.pixels(), label)
              .on(place, picture.getHeight(), picture.getWidth());
      Path written = pictures.write(map.over(picture), file, method);
      heat.add(new Heat(method.toString(), Box.of(map.hottest(HOTTEST)), written.toString()));
    }
    return new Result(
        file.toString(),
        classifier.labels().get(label),
        classification.probabilities()[label],
        heat,
        null);
  }

  /** Where what the network sees lies in the picture. */
  private Rectangle2D place(BufferedImage picture, Reading reading) {
    if (reading.prepared().equals(Reading.Wish.MNIST.toString())) {
      return MnistFrame.place(picture);
    }
    return PreparedPicture.place(
        picture,
        classifier
            .preparation()
            .filter(how -> how.kind() == ImagePreparation.Kind.RESIZE)
            .orElseGet(() -> ImagePreparation.resize(classifier.shape())));
  }
}
