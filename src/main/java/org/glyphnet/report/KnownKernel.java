package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A kernel that image processing knows by name, in the size of the filters it is compared with.
 *
 * <p>They are built from binomial coefficients: {@code smooth} is a row of Pascal's triangle,
 * {@code slope} its first difference, {@code bend} its second. For 3x3 and 5x5 these are the rows
 * of OpenCV's {@code getDerivKernels}, so the Sobel and Laplacian kernels are OpenCV's. The names
 * follow scikit-image's {@code sobel_h} and {@code sobel_v}: a horizontal Sobel sees horizontal
 * edges.
 *
 * @param name as it stands under a filter
 * @param weights {@code [size, size]}; their sum is 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record KnownKernel(String name, float[] weights) {
  /**
   * All of them in one size.
   *
   * @return none for size 1, which has no directions; no centre-surround for size 2, which has no
   *     centre
   */
  static List<KnownKernel> ofSize(int size) {
    List<KnownKernel> known = new ArrayList<>();
    if (size >= 2) {
      double[] smooth = difference(size, 0);
      double[] slope = difference(size, 1);
      float[] down = product(slope, smooth);
      float[] right = product(smooth, slope);
      known.add(new KnownKernel("horizontal Sobel", down));
      known.add(new KnownKernel("vertical Sobel", right));
      // A slope in any direction is a mixture of these two (Freeman and Adelson, 1991).
      known.add(new KnownKernel("rising diagonal", sum(right, down, 1)));
      known.add(new KnownKernel("falling diagonal", sum(right, down, -1)));
      if (size >= 3) {
        double[] bend = difference(size, 2);
        // Minus the Laplacian, so that the centre is positive.
        known.add(
            new KnownKernel(
                "centre-surround",
                sum(
                    new float[size * size],
                    sum(product(bend, smooth), product(smooth, bend), 1),
                    -1)));
      }
    }
    return known;
  }

  /**
   * Normalised correlation of a filter with it, in [-1, 1]: the cosine between the two as vectors.
   * 1 is the kernel itself, -1 the kernel with its signs turned; 0 for a filter of zeros.
   *
   * @param filter {@code [size, size]}
   */
  double correlation(float[] filter) {
    double product = 0;
    double filterNorm = 0;
    double norm = 0;
    for (int i = 0; i < weights.length; i++) {
      product += (double) filter[i] * weights[i];
      filterNorm += (double) filter[i] * filter[i];
      norm += (double) weights[i] * weights[i];
    }
    double length = Math.sqrt(filterNorm * norm);
    return length > 0 ? product / length : 0;
  }

  /** The row of Pascal's triangle that has {@code size} numbers after so many differences. */
  private static double[] difference(int size, int order) {
    double[] row = {1};
    for (int i = 0; i < size - 1 - order; i++) {
      row = convolve(row, 1);
    }
    for (int i = 0; i < order; i++) {
      row = convolve(row, -1);
    }
    return row;
  }

  /** The row convolved with {@code [sign, 1]}. */
  private static double[] convolve(double[] row, int sign) {
    double[] longer = new double[row.length + 1];
    for (int i = 0; i < row.length; i++) {
      longer[i] += sign * row[i];
      longer[i + 1] += row[i];
    }
    return longer;
  }

  private static float[] product(double[] column, double[] row) {
    float[] product = new float[column.length * row.length];
    for (int y = 0; y < column.length; y++) {
      for (int x = 0; x < row.length; x++) {
        product[y * row.length + x] = (float) (column[y] * row[x]);
      }
    }
    return product;
  }

  private static float[] sum(float[] a, float[] b, int sign) {
    float[] sum = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + sign * b[i];
    }
    return sum;
  }
}
