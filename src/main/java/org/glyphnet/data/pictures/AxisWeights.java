package org.glyphnet.data.pictures;

/**
 * Which source pixels make each target pixel along one axis, and by what share: the mean of what
 * the target pixel covers when shrinking, linear between the two nearest middles when enlarging.
 * The shares of a target pixel add up to 1.
 */
final class AxisWeights {
  private final int[] start;
  private final float[][] weights;

  /**
   * @param length pixels of the source
   * @param from edge of the part that is taken
   * @param size of that part, in source pixels
   * @param count pixels of the target
   */
  AxisWeights(int length, double from, double size, int count) {
    start = new int[count];
    weights = new float[count][];
    double ratio = size / count;
    for (int i = 0; i < count; i++) {
      if (ratio >= 1) {
        area(i, length, from + i * ratio, from + (i + 1) * ratio);
      } else {
        linear(i, length, from + (i + 0.5) * ratio - 0.5);
      }
    }
  }

  int count() {
    return start.length;
  }

  /** First source pixel of a target pixel; never before that of the target pixel before. */
  int start(int target) {
    return start[target];
  }

  /** Shares of the source pixels from {@link #start} on. */
  float[] weights(int target) {
    return weights[target];
  }

  /** Source pixel after a target pixel's last. */
  int end(int target) {
    return start[target] + weights[target].length;
  }

  private void area(int target, int length, double begin, double end) {
    int first = Math.max(0, Math.min(length - 1, (int) Math.floor(begin)));
    int last = Math.max(first, Math.min(length - 1, (int) Math.ceil(end) - 1));
    start[target] = first;
    weights[target] = new float[last - first + 1];
    double total = 0;
    double[] covered = new double[last - first + 1];
    for (int k = first; k <= last; k++) {
      covered[k - first] = Math.max(0, Math.min(end, k + 1) - Math.max(begin, k));
      total += covered[k - first];
    }
    for (int k = 0; k < covered.length; k++) {
      weights[target][k] = (float) (covered[k] / total);
    }
  }

  private void linear(int target, int length, double middle) {
    double place = Math.max(0, Math.min(length - 1, middle));
    int first = (int) place;
    float share = (float) (place - first);
    start[target] = first;
    weights[target] =
        share == 0 || first == length - 1 ? new float[] {1} : new float[] {1 - share, share};
  }
}
