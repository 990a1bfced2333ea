package org.glyphnet.tensorboard;

import java.util.Optional;
import org.tensorflow.proto.HistogramProto;

/** How the numbers of a tensor are spread. */
final class Histograms {
  private static final int BUCKETS = 50;

  private Histograms() {}

  /**
   * Counts numbers in buckets of equal width from the smallest to the largest.
   *
   * @return nothing when there is no finite number; others are left out
   */
  static Optional<HistogramProto> of(float[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    double finite = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        squares += (double) value * value;
        finite++;
      }
    }
    if (finite == 0) {
      return Optional.empty();
    }
    HistogramProto.Builder histogram =
        HistogramProto.newBuilder()
            .setMin(min)
            .setMax(max)
            .setNum(finite)
            .setSum(sum)
            .setSumSquares(squares);
    int buckets = min < max ? BUCKETS : 1;
    double width = (max - min) / buckets;
    double[] counts = count(values, min, width, buckets);
    for (int i = 0; i < buckets; i++) {
      // Upper ends; the last is the largest number itself, whatever the rounding.
      histogram.addBucketLimit(i == buckets - 1 ? max : min + (i + 1) * width);
      histogram.addBucket(counts[i]);
    }
    return Optional.of(histogram.build());
  }

  private static double[] count(float[] values, double min, double width, int buckets) {
    double[] counts = new double[buckets];
    for (float value : values) {
      if (Float.isFinite(value)) {
        counts[width > 0 ? Math.min(buckets - 1, (int) ((value - min) / width)) : 0]++;
      }
    }
    return counts;
  }
}
