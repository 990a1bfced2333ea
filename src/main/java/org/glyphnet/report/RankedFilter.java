package org.glyphnet.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A filter and the known kernel that it is closest to.
 *
 * @param number which of the layer's filters it is, from 0
 * @param closest the known kernel's name; "" where there is none of its size
 * @param correlation with that kernel, in [-1, 1], see {@link KnownKernel#correlation}; its sign is
 *     the filter's
 * @param good whether it may be called by that kernel's name: it is close, and closer than chance
 *     makes a filter of its size
 */
record RankedFilter(int number, String closest, double correlation, boolean good) {
  /** From here on a match may be called good. */
  private static final double LEAST = 0.65;

  /** As often as this a random filter may come as close to one of the known kernels. */
  private static final double BY_CHANCE = 0.001;

  /** All of a layer's filters, the closest to any known kernel first. */
  static List<RankedFilter> of(FilterBank bank) {
    // Only square kernels have known ones beside them, and the network has no others.
    List<KnownKernel> known =
        bank.height() == bank.width() ? KnownKernel.ofSize(bank.height()) : List.of();
    double good = threshold(bank.height() * bank.width(), known.size());
    return IntStream.range(0, bank.filters())
        .mapToObj(filter -> closest(filter, bank.summed(filter), known, good))
        .sorted(
            Comparator.comparingDouble((RankedFilter f) -> -Math.abs(f.correlation()))
                .thenComparing(RankedFilter::number))
        .toList();
  }

  /** The kernel's name where the match is good, else nothing. */
  String name() {
    return good ? closest : "";
  }

  private static RankedFilter closest(
      int number, float[] filter, List<KnownKernel> known, double good) {
    String closest = "";
    double correlation = 0;
    for (KnownKernel kernel : known) {
      double other = kernel.correlation(filter);
      if (closest.isEmpty() || Math.abs(other) > Math.abs(correlation)) {
        closest = kernel.name();
        correlation = other;
      }
    }
    return new RankedFilter(number, closest, correlation, Math.abs(correlation) >= good);
  }

  /**
   * The correlation from which on a match is good. In few dimensions chance goes far: of random 3x3
   * filters one in 5 correlates by 0.65 or more with one of the five kernels, of 5x5 one in 600.
   *
   * @param weights of one filter
   * @param kernels that it is compared with
   */
  static double threshold(int weights, int kernels) {
    double threshold = LEAST;
    while (threshold < 1 && kernels * chance(threshold, weights) > BY_CHANCE) {
      threshold += 0.005;
    }
    return threshold;
  }

  /**
   * How often the cosine between a fixed and a random direction is beyond plus or minus {@code r}:
   * its density is proportional to {@code (1 - r^2)^((n - 3) / 2)} (Muirhead, Aspects of
   * Multivariate Statistical Theory, 1982, theorem 1.5.7).
   */
  private static double chance(double r, int dimensions) {
    int steps = 2000;
    double beyond = 0;
    double all = 0;
    for (int i = 0; i < steps; i++) {
      double at = (i + 0.5) / steps;
      double density = Math.pow(1 - at * at, (dimensions - 3) / 2.0);
      all += density;
      beyond += at > r ? density : 0;
    }
    return beyond / all;
  }
}
