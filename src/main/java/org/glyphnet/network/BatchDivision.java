package org.glyphnet.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * How a batch is divided among workers: as evenly as it can be, so that the parts differ by one
 * image at most. A batch of fewer images than workers gets blank ones behind it, because not every
 * operation takes a batch of none; what is computed from them is left out again.
 *
 * <p>The batch's size alone crosses the network; each worker works out the rest of it by itself.
 */
final class BatchDivision {
  private final Graph graph;
  private final int workers;

  /** Images in the batch, int32 {@code [1]}. */
  private final Operand<TInt32> size;

  /**
   * @param image {@code [batch, height, width, channels]}
   */
  BatchDivision(Graph graph, int workers, Operand<TFloat32> image) {
    this.graph = graph;
    this.workers = workers;
    Ops tf = Ops.create(graph).withSubScope("batch");
    this.size = tf.slice(tf.shape(image), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
  }

  /** Each worker's images. */
  List<? extends Operand<TFloat32>> ofImages(Operand<TFloat32> image) {
    if (workers == 1) {
      return List.of(image);
    }
    Ops tf = Ops.create(graph).withSubScope("images");
    return tf.splitV(padded(tf, image), parts(tf), tf.constant(0), (long) workers).output();
  }

  /**
   * The features of the whole batch.
   *
   * @param features of each worker's images, {@code [its images, flat size]}
   * @return {@code [batch, flat size]}
   */
  Operand<TFloat32> joined(Ops tf, List<Operand<TFloat32>> features) {
    if (workers == 1) {
      return features.get(0);
    }
    Operand<TFloat32> all = tf.concat(features, tf.constant(0));
    Operand<TInt32> rows = tf.concat(List.of(size, tf.constant(new int[] {-1})), tf.constant(0));
    Operand<TFloat32> real = tf.slice(all, tf.constant(new int[] {0, 0}), rows);
    return known(tf, real, features.get(0).shape());
  }

  /**
   * The features' gradient, divided as they were.
   *
   * @param gradient {@code [batch, flat size]}
   * @return for each worker {@code [its images, flat size]}
   */
  List<? extends Operand<TFloat32>> ofGradient(Ops tf, Operand<TFloat32> gradient) {
    return workers == 1
        ? List.of(gradient)
        : tf.splitV(padded(tf, gradient), parts(tf), tf.constant(0), (long) workers).output();
  }

  /** How many of each worker's images are the batch's own, float32 {@code [workers]}. */
  Operand<TFloat32> own(Ops tf) {
    Operand<TInt32> end = tf.math.minimum(bounds(tf, 1), size);
    return tf.dtypes.cast(
        tf.math.maximum(tf.math.sub(end, bounds(tf, 0)), tf.constant(0)), TFloat32.class);
  }

  /** Images in the batch, float32 {@code [1]}. */
  Operand<TFloat32> size(Ops tf) {
    return tf.dtypes.cast(size, TFloat32.class);
  }

  /** With zeros behind it, up to one row for each worker; as it is where there are enough. */
  private Operand<TFloat32> padded(Ops tf, Operand<TFloat32> x) {
    int[][] behindTheFirstAxis = new int[x.shape().numDimensions()][2];
    behindTheFirstAxis[0][1] = 1;
    Operand<TInt32> missing = tf.math.sub(paddedSize(tf), size);
    return known(
        tf,
        tf.pad(x, tf.math.mul(tf.constant(behindTheFirstAxis), missing), tf.constant(0f)),
        x.shape());
  }

  /** With the shape known that TensorFlow has lost sight of, but for the number of images. */
  private static Operand<TFloat32> known(Ops tf, Operand<TFloat32> x, Shape shape) {
    int[] sizes = Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
    sizes[0] = -1;
    return tf.reshape(x, tf.constant(sizes));
  }

  private Operand<TInt32> paddedSize(Ops tf) {
    return tf.math.maximum(size, tf.constant(workers));
  }

  /** How many images each worker has, int32 {@code [workers]}. */
  private Operand<TInt32> parts(Ops tf) {
    return tf.math.sub(bounds(tf, 1), bounds(tf, 0));
  }

  private Operand<TInt32> bounds(Ops tf, int first) {
    int[] numbers = IntStream.range(first, first + workers).toArray();
    return tf.math.floorDiv(
        tf.math.mul(paddedSize(tf), tf.constant(numbers)), tf.constant(workers));
  }
}
