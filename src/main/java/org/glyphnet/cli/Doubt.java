package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.glyphnet.report.Calibration;
import org.glyphnet.report.RefusedShare;
import org.glyphnet.report.WilsonInterval;

/**
 * How far an accuracy and a model's probabilities can be relied on.
 *
 * @param accuracy where it lies with 95 % confidence
 * @param mistakes how many images were taken for another class
 * @param calibrationError expected calibration error, in [0, 1]
 * @param refused accuracy when the least sure images are refused
 */
record Doubt(
    WilsonInterval accuracy, int mistakes, double calibrationError, List<RefusedShare> refused) {
  /**
   * Works it out.
   *
   * @param confidences probability of each image's guess
   * @param right whether that guess is right
   */
  static Doubt of(double[] confidences, boolean[] right) {
    long hits = IntStream.range(0, right.length).filter(i -> right[i]).count();
    return new Doubt(
        WilsonInterval.of(hits, right.length),
        Math.toIntExact(right.length - hits),
        Calibration.of(confidences, right).error(),
        RefusedShare.of(confidences, right));
  }

  /** Behind the accuracy. */
  String interval() {
    return String.format(
        Locale.ROOT, " (%.4f to %.4f with 95 %% confidence)", accuracy.low(), accuracy.high());
  }

  /** Below the accuracy. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "Expected calibration error: %.4f", calibrationError));
    lines.add("");
    lines.add("If the least sure images are refused:");
    lines.add("  refused   below  accuracy");
    for (RefusedShare one : refused.subList(1, refused.size())) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %5.0f %%  %.4f  %.6f  (%.4f to %.4f)",
              100 * one.share(),
              one.threshold(),
              one.accuracy(),
              one.interval().low(),
              one.interval().high()));
    }
    return lines;
  }
}
