package org.glyphnet.report;

import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Shows on which places of an image a network's decision for a class rests, in two ways.
 *
 * <ul>
 *   <li>Grad-CAM (Selvaraju et al., 2017, arXiv:1610.02391): the last convolution block's maps,
 *       each weighted by the mean gradient of the class's score with respect to it, summed, what is
 *       below 0 cut off, and stretched over the image.
 *   <li>{@link Occlusion}, which knows nothing of gradients.
 * </ul>
 *
 * <p>Changes nothing in the session's graph, and owns no native memory.
 */
final class Explanation {
  /** How far a map is raised for its gradient, as a part of the largest value of all maps. */
  private static final float RAISED = 0.02f;

  /** Maps raised in one run. */
  private static final int BATCH = 64;

  private final Session session;
  private final ImageDataset dataset;
  private final String block;
  private final String scores;

  /**
   * @param session on a network of ours; stays the caller's to close
   * @param dataset whose images are explained
   */
  Explanation(Session session, ImageDataset dataset) {
    this.session = session;
    this.dataset = dataset;
    List<String> blocks = Activations.blocks(session.graph());
    this.block = blocks.get(blocks.size() - 1);
    this.scores = TensorNames.scoresIn(session.graph());
  }

  /** Which places of an image make the class's score larger; Grad-CAM. */
  HeatMap gradCam(int image, int label) {
    ImageShape shape = dataset.shape();
    try (TFloat32 pixels = pixels(dataset, image, 1);
        TBool inference = TBool.scalarOf(false);
        Result result =
            session
                .runner()
                .feed(TensorNames.IMAGE, pixels)
                .feed(TensorNames.IS_TRAINING, inference)
                .fetch(block)
                .run()) {
      TFloat32 maps = (TFloat32) result.get(0);
      long[] size = maps.shape().asArray(); // [1, rows, columns, maps]
      int rows = Math.toIntExact(size[1]);
      int columns = Math.toIntExact(size[2]);
      float[] values = Activations.floats(maps);
      double[] weights = meanGradients(values, maps.shape(), label);
      return HeatMap.stretched(
          weighted(values, weights, rows * columns), rows, columns, shape.height(), shape.width());
    }
  }

  /**
   * The mean gradient of a class's score with respect to each map. Raising all of a map by e raises
   * the score by e times the sum of its gradients; what follows the block is piecewise linear in
   * inference mode, so a small difference is the derivative itself. TensorFlow's own gradients do
   * not pass the branches that training and inference take.
   */
  private double[] meanGradients(float[] values, Shape shape, int label) {
    int count = Math.toIntExact(shape.get(3));
    int places = values.length / count;
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    float step = RAISED * Math.max(largest, Float.MIN_NORMAL / RAISED);
    double[] gradients = new double[count];
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(from + BATCH, count);
      float[] up = scores(raised(values, count, from, to, step), shape, to - from, label);
      float[] down = scores(raised(values, count, from, to, -step), shape, to - from, label);
      for (int map = from; map < to; map++) {
        gradients[map] = (up[map - from] - (double) down[map - from]) / (2.0 * step) / places;
      }
    }
    return gradients;
  }

  /** The block's output once for each of some maps, with that map raised. */
  private static float[] raised(float[] values, int count, int from, int to, float step) {
    float[] copies = new float[(to - from) * values.length];
    for (int map = from; map < to; map++) {
      int start = (map - from) * values.length;
      System.arraycopy(values, 0, copies, start, values.length);
      for (int at = map; at < values.length; at += count) {
        copies[start + at] += step;
      }
    }
    return copies;
  }

  /** A class's score for so many outputs of the block. */
  private float[] scores(float[] maps, Shape shape, int copies, int label) {
    try (TFloat32 fed = tensor(Shape.of(copies, shape.get(1), shape.get(2), shape.get(3)), maps);
        TBool inference = TBool.scalarOf(false);
        Result result =
            session
                .runner()
                .feed(block, fed)
                .feed(TensorNames.IS_TRAINING, inference)
                .fetch(scores)
                .run()) {
      float[] all = Activations.floats((TFloat32) result.get(0));
      float[] ofClass = new float[copies];
      for (int i = 0; i < copies; i++) {
        ofClass[i] = all[i * (all.length / copies) + label];
      }
      return ofClass;
    }
  }

  private static float[] weighted(float[] maps, double[] weights, int places) {
    int count = weights.length;
    float[] cam = new float[places];
    for (int place = 0; place < places; place++) {
      double sum = 0;
      for (int map = 0; map < count; map++) {
        sum += weights[map] * maps[place * count + map];
      }
      cam[place] = (float) Math.max(0, sum);
    }
    return cam;
  }

  /** Which places of an image the class's probability falls without; see {@link Occlusion}. */
  HeatMap occlusion(int image, int label) {
    return Occlusion.of(session, dataset, image, label);
  }

  /** One image so many times, the caller's to close. */
  static TFloat32 pixels(ImageDataset dataset, int image, int copies) {
    ImageShape shape = dataset.shape();
    float[] values = new float[shape.size() * copies];
    for (int copy = 0; copy < copies; copy++) {
      dataset.copyScaled(image, values, copy * shape.size());
    }
    return tensor(Shape.of(copies, shape.height(), shape.width(), shape.channels()), values);
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, data -> data.asRawTensor().data().asFloats().write(values));
  }
}
