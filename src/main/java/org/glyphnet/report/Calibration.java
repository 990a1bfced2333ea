package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.Internal;

/**
 * Whether a probability means what it says: of the images that a network gives 0.9, nine in ten
 * should be right. The expected calibration error is the mean distance between the two, weighted by
 * the images in each bin (Guo et al., On Calibration of Modern Neural Networks, 2017,
 * arXiv:1706.04599, equation 3).
 *
 * @param bins of equal width over [0, 1], lowest first
 * @param error expected calibration error, in [0, 1]; NaN without images
 */
@Internal
public record Calibration(List<Bin> bins, double error) {
  /** As many as in the paper. */
  static final int BINS = 15;

  /**
   * The images whose probability is in (low, high].
   *
   * @param confidence their mean probability; NaN when there is none
   * @param accuracy share of them that are right; NaN when there is none
   */
  public record Bin(double low, double high, int images, double confidence, double accuracy) {}

  /**
   * Measures.
   *
   * @param probabilities of each image's guess, in [0, 1]
   * @param right whether that guess is right
   */
  public static Calibration of(double[] probabilities, boolean[] right) {
    int[] images = new int[BINS];
    int[] hits = new int[BINS];
    double[] sums = new double[BINS];
    for (int i = 0; i < probabilities.length; i++) {
      int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(probabilities[i] * BINS) - 1));
      images[bin]++;
      sums[bin] += probabilities[i];
      hits[bin] += right[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double count = images[bin];
      bins.add(
          new Bin(
              (double) bin / BINS,
              (double) (bin + 1) / BINS,
              images[bin],
              sums[bin] / count,
              hits[bin] / count));
      error += Math.abs(hits[bin] - sums[bin]);
    }
    return new Calibration(bins, error / probabilities.length);
  }
}
