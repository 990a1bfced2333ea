package org.glyphnet.report;

import java.util.Locale;
import org.glyphnet.data.DataException;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/**
 * The kernels of the first convolution layer. Immutable; the array is shared, nobody changes it.
 *
 * @param height rows of a kernel
 * @param width columns of a kernel
 * @param channels channels of the images that it reads
 * @param filters number of kernels
 * @param weights {@code [height, width, channels, filters]}, row-major, as TensorFlow has them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record FilterBank(int height, int width, int channels, int filters, float[] weights) {
  /** The layer, by the book's name. */
  public static final String LAYER = "Conv2d_Layer1";

  private static final String READ = LAYER + "/kernel/read";

  public FilterBank {
    if (weights.length != height * width * channels * filters || weights.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d x %d x %d x %d kernels need as many weights, found %d",
              height,
              width,
              channels,
              filters,
              weights.length));
    }
  }

  /**
   * Reads them from a session on a network, trained or restored.
   *
   * @throws DataException when its graph has no such layer
   */
  public static FilterBank read(Session session) {
    if (session.graph().operation(READ) == null) {
      throw new DataException(
          "the graph has no " + READ + ", so it is not one of glyphnet's; its filters are unknown");
    }
    try (Result result = session.runner().fetch(READ).run()) {
      TFloat32 kernel = (TFloat32) result.get(0);
      long[] shape = kernel.shape().asArray();
      float[] weights = new float[Math.toIntExact(kernel.size())];
      kernel.asRawTensor().data().asFloats().read(weights);
      return new FilterBank(
          Math.toIntExact(shape[0]),
          Math.toIntExact(shape[1]),
          Math.toIntExact(shape[2]),
          Math.toIntExact(shape[3]),
          weights);
    }
  }

  /** One kernel's weights for one channel, {@code [height, width]}. */
  float[] kernel(int filter, int channel) {
    float[] kernel = new float[height * width];
    for (int place = 0; place < kernel.length; place++) {
      kernel[place] = weights[(place * channels + channel) * filters + filter];
    }
    return kernel;
  }

  /** One kernel summed over the channels: what it answers to a grey image. */
  float[] summed(int filter) {
    float[] sum = new float[height * width];
    for (int channel = 0; channel < channels; channel++) {
      float[] kernel = kernel(filter, channel);
      for (int place = 0; place < sum.length; place++) {
        sum[place] += kernel[place];
      }
    }
    return sum;
  }

  /** The largest magnitude of all weights; what is not a number is left out. */
  float largest() {
    float largest = 0;
    for (float weight : weights) {
      largest = Float.isFinite(weight) ? Math.max(largest, Math.abs(weight)) : largest;
    }
    return largest;
  }
}
