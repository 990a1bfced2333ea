package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Add;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The batch normalisations of {@link Layers}. */
final class BatchNormLayers {
  private final LayerScope scope;
  private final List<MovingAverage> movingAverages = new ArrayList<>();

  BatchNormLayers(LayerScope scope) {
    this.scope = scope;
  }

  /**
   * A normalised layer.
   *
   * @param output in the input's shape
   * @param scale what the input is multiplied by, {@code [units]}
   * @param offset what is added then, {@code [units]}
   * @param gamma {@code [units]}
   * @param beta {@code [units]}
   */
  record Normalised(
      Operand<TFloat32> output,
      Operand<TFloat32> scale,
      Operand<TFloat32> offset,
      GraphVariables.Entry<TFloat32> gamma,
      GraphVariables.Entry<TFloat32> beta) {
    /** Another input normalised alike. */
    Operand<TFloat32> of(Ops tf, Operand<TFloat32> x) {
      return tf.math.add(tf.math.mul(x, scale), offset);
    }
  }

  /** The statistics that a training step has to move, in the order of their layers. */
  List<MovingAverage> movingAverages() {
    return List.copyOf(movingAverages);
  }

  /**
   * What a layer is normalised by.
   *
   * @param mean {@code [units]}
   * @param variance {@code [units]}
   */
  record Statistics(Operand<TFloat32> mean, Operand<TFloat32> variance) {}

  /** See {@link Layers#batchNorm}. */
  Normalised add(String layer, Operand<TFloat32> x, BatchNormSpec spec) {
    Ops inside = scope.inside(layer);
    return add(inside, layer, x, spec, moving -> chosen(inside, x, moving));
  }

  /** The same by statistics that come from elsewhere. */
  Normalised add(String layer, Operand<TFloat32> x, BatchNormSpec spec, Statistics statistics) {
    return add(scope.inside(layer), layer, x, spec, moving -> statistics);
  }

  private Statistics chosen(Ops inside, Operand<TFloat32> x, Statistics moving) {
    int axes = x.shape().numDimensions();
    List<Operand<TFloat32>> chosen =
        scope
            .mode()
            .choose(
                inside,
                List.of(moving.mean(), moving.variance()),
                (training, batch) -> batchStatistics(inside, batch, axes),
                x);
    return new Statistics(chosen.get(0), chosen.get(1));
  }

  private Normalised add(
      Ops inside,
      String layer,
      Operand<TFloat32> x,
      BatchNormSpec spec,
      UnaryOperator<Statistics> statistics) {
    long units = x.shape().get(x.shape().numDimensions() - 1);
    var gamma = scope.ones(layer + "/gamma", units);
    var beta = scope.zeros(layer + "/beta", units);
    var movingMean = scope.statistic(layer + "/moving_mean", units, 0);
    var movingVariance = scope.statistic(layer + "/moving_variance", units, 1);
    Statistics used = statistics.apply(new Statistics(movingMean.read(), movingVariance.read()));
    Operand<TFloat32> mean = used.mean();
    Operand<TFloat32> variance = used.variance();
    if (scope.mode() instanceof Mode.Training training) {
      movingAverages.add(
          new MovingAverage(movingMean, mean, spec.momentum(), training.globalStep()));
      movingAverages.add(
          new MovingAverage(movingVariance, variance, spec.momentum(), training.globalStep()));
    }
    // [units]: one multiplication and one addition an element remain.
    Operand<TFloat32> scale =
        inside.math.mul(
            gamma.read(),
            inside.math.rsqrt(inside.math.add(variance, inside.constant(spec.epsilon()))));
    Operand<TFloat32> offset = inside.math.sub(beta.read(), inside.math.mul(mean, scale));
    Operand<TFloat32> output = Add.create(scope.named(layer), inside.math.mul(x, scale), offset);
    return new Normalised(output, scale, offset, gamma, beta);
  }

  /** Mean and variance, {@code [units]} each, over all axes but the last. */
  private static List<Operand<TFloat32>> batchStatistics(
      Ops inside, Operand<TFloat32> x, int axes) {
    Operand<TInt32> overBatch =
        axes == 2
            ? inside.withName("batch_axis").constant(0)
            : inside.withName("batch_axes").constant(new int[] {0, 1, 2});
    Operand<TFloat32> mean = inside.withName("batch_mean").math.mean(x, overBatch);
    // The variance's gradient through the mean is zero (deviations sum to zero), so it is not
    // computed.
    Operand<TFloat32> variance =
        inside
            .withName("batch_variance")
            .math
            .mean(inside.math.squaredDifference(x, inside.stopGradient(mean)), overBatch);
    return List.of(mean, variance);
  }
}
