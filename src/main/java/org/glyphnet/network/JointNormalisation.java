package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Batch normalisation of what lies with several workers by the statistics of the whole batch. Each
 * worker takes mean and variance of its images; worker 0 puts them together, with the share {@code
 * s} that each has of the batch, and sends them back (Chan, Golub and LeVeque, 1979):
 *
 * <pre>
 * mean = sum of s mean_w        variance = sum of s (variance_w + (mean_w - mean)^2)
 * </pre>
 *
 * <p>Backward, worker 0 adds up what the cost of all workers' images has to do with mean and
 * variance, and each worker adds to its own gradient what its elements have to do with them: of
 * {@code n} elements each moves the mean by {@code 1 / n} and the variance by {@code 2 (x - mean) /
 * n}. So {@code 4 units} numbers cross the network each way, and no image.
 */
final class JointNormalisation {
  private static final int[] OVER_BATCH = {0, 1, 2};

  private final String layer;
  private final List<Ops> places;
  private final BatchDivision division;
  private final List<? extends Operand<TFloat32>> x;
  private final List<BatchNormLayers.Statistics> statistics = new ArrayList<>();

  /**
   * Adds the statistics.
   *
   * @param layer whose output it is
   * @param places each worker's operations
   * @param division how the batch is divided among them
   * @param x each worker's part, {@code [its images, height, width, units]}
   */
  JointNormalisation(
      String layer, List<Ops> places, BatchDivision division, List<? extends Operand<TFloat32>> x) {
    this.layer = layer;
    this.places = places;
    this.division = division;
    this.x = x;
    List<Operand<TFloat32>> means = new ArrayList<>();
    List<Operand<TFloat32>> variances = new ArrayList<>();
    for (int worker = 0; worker < places.size(); worker++) {
      Ops tf = inside(worker, "statistics");
      Operand<TFloat32> part = x.get(worker);
      Operand<TFloat32> mean = tf.math.mean(part, tf.constant(OVER_BATCH));
      means.add(mean);
      variances.add(tf.math.mean(tf.math.squaredDifference(part, mean), tf.constant(OVER_BATCH)));
    }
    Operand<TFloat32> joint = joint(means, variances);
    for (int worker = 0; worker < places.size(); worker++) {
      Ops tf = inside(worker, "statistics");
      // The way back from here to the images is written below, across the workers.
      List<? extends Operand<TFloat32>> parts = tf.unstack(tf.stopGradient(joint), 2L).output();
      statistics.add(new BatchNormLayers.Statistics(parts.get(0), parts.get(1)));
    }
  }

  private Operand<TFloat32> joint(
      List<Operand<TFloat32>> means, List<Operand<TFloat32>> variances) {
    Ops tf = inside(0, "joint");
    List<? extends Operand<TFloat32>> shares =
        tf.unstack(tf.math.div(division.own(tf), division.size(tf)), (long) places.size()).output();
    List<Operand<TFloat32>> ofMean = new ArrayList<>();
    for (int worker = 0; worker < places.size(); worker++) {
      ofMean.add(tf.math.mul(means.get(worker), shares.get(worker)));
    }
    Operand<TFloat32> mean = WorkerSums.sum(tf, ofMean);
    List<Operand<TFloat32>> ofVariance = new ArrayList<>();
    for (int worker = 0; worker < places.size(); worker++) {
      Operand<TFloat32> apart =
          tf.math.add(variances.get(worker), tf.math.squaredDifference(means.get(worker), mean));
      ofVariance.add(tf.math.mul(apart, shares.get(worker)));
    }
    return tf.stack(List.of(mean, WorkerSums.sum(tf, ofVariance)));
  }

  /** The whole batch's statistics, as they lie with each worker. */
  List<BatchNormLayers.Statistics> statistics() {
    return statistics;
  }

  /** What a worker normalises. */
  Operand<TFloat32> x(int worker) {
    return x.get(worker);
  }

  /** What a worker's gradients are taken with respect to, for {@link #gradients}. */
  List<Operand<TFloat32>> ends(int worker) {
    BatchNormLayers.Statistics own = statistics.get(worker);
    return List.of(own.mean(), own.variance(), x.get(worker));
  }

  /**
   * Adds the way through the statistics.
   *
   * @param atEnds each worker's gradients with respect to {@link #ends}, each end taken for itself
   * @return each worker's gradient with respect to its part of {@code x}
   */
  List<Operand<TFloat32>> gradients(List<List<Operand<TFloat32>>> atEnds) {
    Ops tf = inside(0, "joint_gradient");
    Operand<TFloat32> toMean = WorkerSums.sum(tf, atEnds.stream().map(one -> one.get(0)).toList());
    Operand<TFloat32> toVariance =
        WorkerSums.sum(tf, atEnds.stream().map(one -> one.get(1)).toList());
    long places2d = x.get(0).shape().get(1) * x.get(0).shape().get(2);
    Operand<TFloat32> elements = tf.math.mul(division.size(tf), tf.constant((float) places2d));
    Operand<TFloat32> joint =
        tf.stack(
            List.of(
                tf.math.div(toMean, elements),
                tf.math.div(tf.math.mul(toVariance, tf.constant(2f)), elements)));
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (int worker = 0; worker < places.size(); worker++) {
      gradients.add(gradient(worker, joint, atEnds.get(worker).get(2)));
    }
    return gradients;
  }

  private Operand<TFloat32> gradient(
      int worker, Operand<TFloat32> joint, Operand<TFloat32> atPart) {
    Ops tf = inside(worker, "gradient");
    // 0 for a blank image, which takes no part in the statistics.
    Operand<TFloat32> counts =
        tf.math.minimum(
            tf.gather(division.own(tf), tf.constant(worker), tf.constant(0)), tf.constant(1f));
    List<? extends Operand<TFloat32>> each = tf.unstack(tf.math.mul(joint, counts), 2L).output();
    Operand<TFloat32> deviation = tf.math.sub(x.get(worker), statistics.get(worker).mean());
    return tf.math.add(atPart, tf.math.add(tf.math.mul(deviation, each.get(1)), each.get(0)));
  }

  private Ops inside(int worker, String what) {
    return places.get(worker).withSubScope(what + "_" + layer);
  }
}
