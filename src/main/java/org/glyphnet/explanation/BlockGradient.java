package org.glyphnet.explanation;

import org.glyphnet.data.ImageShape;
import org.tensorflow.types.TFloat32;

/**
 * What a convolution block finds on one image, and how a class's score follows it.
 *
 * @param maps {@code [rows, columns, count]}, row-major
 * @param gradients of the score with respect to them, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BlockGradient(int rows, int columns, int count, float[] maps, float[] gradients) {
  /** Both are {@code [1, rows, columns, count]} and stay the caller's to close. */
  static BlockGradient of(TFloat32 maps, TFloat32 gradients) {
    long[] size = maps.shape().asArray();
    return new BlockGradient(
        Math.toIntExact(size[1]),
        Math.toIntExact(size[2]),
        Math.toIntExact(size[3]),
        Tensors.floats(maps),
        Tensors.floats(gradients));
  }

  /** A number at least 0 for each place. */
  record Coarse(int rows, int columns, float[] values) {
    HeatMap stretched(ImageShape shape) {
      return HeatMap.stretched(values, rows, columns, shape.height(), shape.width());
    }
  }

  /** Each map weighted by its mean gradient, summed, what is below 0 cut off. */
  Coarse gradCam() {
    double[] weights = new double[count];
    for (int i = 0; i < gradients.length; i++) {
      weights[i % count] += gradients[i] / (double) (rows * columns);
    }
    float[] values = new float[rows * columns];
    for (int place = 0; place < values.length; place++) {
      double sum = 0;
      for (int map = 0; map < count; map++) {
        sum += weights[map] * maps[place * count + map];
      }
      values[place] = (float) Math.max(0, sum);
    }
    return new Coarse(rows, columns, values);
  }

  /** Each place weighted by its own gradient where that is above 0, summed, cut off below 0. */
  Coarse layerCam() {
    float[] values = new float[rows * columns];
    for (int place = 0; place < values.length; place++) {
      double sum = 0;
      for (int i = place * count; i < (place + 1) * count; i++) {
        sum += Math.max(0, gradients[i]) * (double) maps[i];
      }
      values[place] = (float) Math.max(0, sum);
    }
    return new Coarse(rows, columns, values);
  }
}
