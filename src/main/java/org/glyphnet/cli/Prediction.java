package org.glyphnet.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;

/**
 * A file and what the network makes of it.
 *
 * @param classification null when the file could not be read
 */
record Prediction(Reading reading, Classification classification) {
  /** Reads files and asks the network about those that can be read, in one call. */
  static List<Prediction> of(Classifier classifier, List<Path> files, Reading.Wish wish)
      throws IOException {
    List<Reading> readings = new ArrayList<>();
    for (Path file : files) {
      readings.add(Reading.of(file, classifier, wish));
    }
    List<Classification> classified =
        classifier.classify(
            readings.stream().map(Reading::pixels).filter(pixels -> pixels != null).toList());
    List<Prediction> predictions = new ArrayList<>();
    int next = 0;
    for (Reading reading : readings) {
      predictions.add(
          new Prediction(reading, reading.pixels() == null ? null : classified.get(next++)));
    }
    return predictions;
  }

  /** Whether the file could not be used. */
  boolean failed() {
    return reading.error() != null;
  }

  /** What {@code --json} prints; {@code classes} are the names in the order of their numbers. */
  record Json(String model, List<String> classes, List<JsonImage> images) {}

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
  record JsonImage(
      String file,
      String prepared,
      Integer prediction,
      String label,
      Float probability,
      List<Float> probabilities,
      String error) {}

  /** As {@code --json} prints it. */
  JsonImage toJson() {
    String file = reading.file().toString();
    if (failed()) {
      return new JsonImage(file, null, null, null, null, null, reading.error());
    }
    List<Float> probabilities = new ArrayList<>();
    for (float probability : classification.probabilities()) {
      probabilities.add(probability);
    }
    return new JsonImage(
        file,
        reading.prepared(),
        classification.prediction(),
        classification.label(),
        classification.probability(),
        probabilities,
        null);
  }
}
