package org.glyphnet.training;

import org.glyphnet.data.ImageDataset;
import org.tensorflow.Session;

/** Mean and standard deviation of each channel, for a network that standardises its images. */
final class Standardisation {
  private static final String MEAN = "Standardise_Image/mean";
  private static final String DEVIATION = "Standardise_Image/deviation";

  /** One step of a byte: a channel that is the same everywhere is not blown up. */
  private static final double LEAST_DEVIATION = 1.0 / 255;

  private Standardisation() {}

  /** Sets a network's standardisation, if it has one, to what the images are. */
  static void fit(Session session, ImageDataset dataset, int[] images) {
    if (session.graph().operation(MEAN) == null) {
      return;
    }
    int channels = dataset.shape().channels();
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    float[] pixels = new float[dataset.shape().size()];
    for (int image : images) {
      dataset.copyScaled(image, pixels, 0);
      for (int i = 0; i < pixels.length; i++) {
        sum[i % channels] += pixels[i];
        squares[i % channels] += (double) pixels[i] * pixels[i];
      }
    }
    double samples = (double) images.length * pixels.length / channels;
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    for (int i = 0; i < channels; i++) {
      double average = sum[i] / samples;
      double variance = Math.max(0, squares[i] / samples - average * average);
      mean[i] = (float) average;
      deviation[i] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(variance));
    }
    VariableValues.set(session, MEAN, mean);
    VariableValues.set(session, DEVIATION, deviation);
  }
}
