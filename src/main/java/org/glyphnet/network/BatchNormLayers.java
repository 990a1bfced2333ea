package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
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
   * @param gamma {@code [units]}
   * @param beta {@code [units]}
   */
  record Normalised(
      Operand<TFloat32> output,
      GraphVariables.Entry<TFloat32> gamma,
      GraphVariables.Entry<TFloat32> beta) {}

  /** The statistics that a training step has to move, in the order of their layers. */
  List<MovingAverage> movingAverages() {
    return List.copyOf(movingAverages);
  }

  /** See {@link Layers#batchNorm}. */
  Normalised add(String layer, Operand<TFloat32> x, BatchNormSpec spec) {
    Ops inside = scope.inside(layer);
    int axes = x.shape().numDimensions();
    long units = x.shape().get(axes - 1);
    var gamma = scope.ones(layer + "/gamma", units);
    var beta = scope.zeros(layer + "/beta", units);
    var movingMean = scope.statistic(layer + "/moving_mean", units, 0);
    var movingVariance = scope.statistic(layer + "/moving_variance", units, 1);
    List<Operand<TFloat32>> statistics =
        scope
            .mode()
            .choose(
                inside,
                List.of(movingMean.read(), movingVariance.read()),
                (training, batch) -> batchStatistics(inside, batch, axes),
                x);
    Operand<TFloat32> mean = statistics.get(0);
    Operand<TFloat32> variance = statistics.get(1);
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
    return new Normalised(output, gamma, beta);
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
