package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An image whose label looks wrong: a model takes it for another class.
 *
 * @param image its file, or its number in the data set where it has none
 * @param label its class
 * @param guess the class that it is taken for
 * @param probability of the guess, in [0, 1]
 * @param labelProbability of the label, in [0, 1]
 */
record Suspect(
    String image, String label, String guess, double probability, double labelProbability) {

  /** As a table. */
  static List<String> lines(List<Suspect> suspects, int wrong) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        suspects.isEmpty()
            ? "No label looks wrong: each image is taken for its class."
            : String.format(
                Locale.ROOT,
                "Labels that look wrong (%,d of %,d mistakes, the least likely label first):",
                suspects.size(),
                wrong));
    for (Suspect one : suspects) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s -> %s  %.4f  %s",
              one.label(),
              one.guess(),
              one.probability(),
              one.image()));
    }
    return lines;
  }
}
