package org.glyphnet.explanation;

import java.awt.Rectangle;
import java.util.Arrays;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * How much the probability of a class falls when a square of the image is covered with the image's
 * median colour (Zeiler and Fergus, 2014, arXiv:1311.2901, section 4.2).
 */
final class Occlusion {
  /** The square's side is the image's shorter side over this. */
  private static final int SQUARES = 5;

  /** Places of the square along each side of the image, at most. */
  private static final int STEPS = 14;

  private Occlusion() {}

  /** The heat map of an image for a class. */
  static HeatMap of(Session session, ImageShape shape, float[] image, int label) {
    float[] median = medians(image, shape.channels());
    int side = Math.max(1, Math.min(shape.height(), shape.width()) / SQUARES);
    int rows = Math.min(STEPS, shape.height());
    int columns = Math.min(STEPS, shape.width());
    int count = rows * columns;
    float[] falls = new float[count];
    try (TFloat32 pixels = Tensors.images(shape, image, count + 1)) {
      for (int i = 0; i < count; i++) {
        int y = centre(i / columns, rows, shape.height()) - side / 2;
        int x = centre(i % columns, columns, shape.width()) - side / 2;
        cover(pixels, i, new Rectangle(x, y, side, side), median);
      }
      float[] probabilities = probabilities(session, pixels);
      int classes = probabilities.length / (count + 1);
      float whole = probabilities[count * classes + label]; // the last one is not covered
      for (int i = 0; i < count; i++) {
        falls[i] = Math.max(0, whole - probabilities[i * classes + label]);
      }
    }
    return HeatMap.stretched(falls, rows, columns, shape.height(), shape.width());
  }

  private static int centre(int step, int steps, int length) {
    return (int) ((step + 0.5) * length / steps);
  }

  private static float[] probabilities(Session session, TFloat32 pixels) {
    try (Result result =
        session.runner().feed(TensorNames.IMAGE, pixels).fetch(TensorNames.PROBABILITIES).run()) {
      return Tensors.floats((TFloat32) result.get(0));
    }
  }

  /** Fills a square of one copy, as far as it lies in the image. */
  private static void cover(TFloat32 pixels, int copy, Rectangle square, float[] colour) {
    Shape shape = pixels.shape(); // [copies, height, width, channels]
    Rectangle seen =
        square.intersection(
            new Rectangle(Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(1))));
    for (int y = seen.y; y < seen.y + seen.height; y++) {
      for (int x = seen.x; x < seen.x + seen.width; x++) {
        for (int channel = 0; channel < colour.length; channel++) {
          pixels.setFloat(colour[channel], copy, y, x, channel);
        }
      }
    }
  }

  /** The median of each channel: on drawings the paper, on photographs a middling colour. */
  private static float[] medians(float[] values, int channels) {
    float[] medians = new float[channels];
    float[] ofChannel = new float[values.length / channels];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < ofChannel.length; i++) {
        ofChannel[i] = values[i * channels + channel];
      }
      Arrays.sort(ofChannel);
      medians[channel] = ofChannel[ofChannel.length / 2];
    }
    return medians;
  }
}
