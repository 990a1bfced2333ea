package org.glyphnet.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.Internal;

/**
 * What is gained when the images are refused that a network is least sure of.
 *
 * @param share of the images that is refused, in [0, 1)
 * @param threshold probability below which an image is refused; 0 where none is
 * @param accuracy share of the others that is classified right, in [0, 1]
 * @param interval where that share lies with 95 % confidence
 */
@Internal
public record RefusedShare(
    double share, double threshold, double accuracy, WilsonInterval interval) {
  private static final double[] SHARES = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5};

  /**
   * Refuses more and more.
   *
   * @param confidences probability of each image's guess, in [0, 1]
   * @param right whether that guess is right
   * @return none refused first
   */
  public static List<RefusedShare> of(double[] confidences, boolean[] right) {
    int[] order =
        IntStream.range(0, right.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> confidences[i]))
            .mapToInt(i -> i)
            .toArray();
    List<RefusedShare> shares = new ArrayList<>();
    for (double share : SHARES) {
      int first = (int) Math.round(share * order.length);
      if (first < order.length) {
        long kept = order.length - (long) first;
        long hits = IntStream.range(first, order.length).filter(i -> right[order[i]]).count();
        shares.add(
            new RefusedShare(
                share,
                share == 0 ? 0 : confidences[order[first]],
                (double) hits / kept,
                WilsonInterval.of(hits, kept)));
      }
    }
    return shares;
  }
}
