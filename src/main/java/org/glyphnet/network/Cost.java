package org.glyphnet.network;

import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Mean softmax cross-entropy over a batch.
 *
 * @param mean scalar
 * @param scoresGradients each image's gradient of its own cost with respect to its scores, {@code
 *     [batch, classes]}; TensorFlow's operations put it out, its C++ API has no gradient registered
 *     for them
 */
record Cost(Operand<TFloat32> mean, Operand<TFloat32> scoresGradients) {
  /** The plain cost, under a name. */
  static Cost plain(Graph graph, String name, Operand<TFloat32> scores, Operand<TInt64> label) {
    return regularised(graph, name, scores, label, Regularisation.NONE);
  }

  /** The cost with smoothed labels and weighted classes. */
  static Cost regularised(
      Graph graph,
      String name,
      Operand<TFloat32> scores,
      Operand<TInt64> label,
      Regularisation regularisation) {
    Ops inside = Ops.create(graph).withSubScope(name);
    Operand<TFloat32> costs;
    Operand<TFloat32> gradients;
    if (regularisation.labelSmoothing() == 0) {
      var crossEntropy = SparseSoftmaxCrossEntropyWithLogits.create(inside.scope(), scores, label);
      costs = crossEntropy.loss();
      gradients = crossEntropy.backprop();
    } else {
      var crossEntropy =
          SoftmaxCrossEntropyWithLogits.create(
              inside.scope(),
              scores,
              smoothed(inside, scores, label, regularisation.labelSmoothing()));
      costs = crossEntropy.loss();
      gradients = crossEntropy.backprop();
    }
    Optional<Operand<TFloat32>> weights = weights(inside, label, regularisation);
    if (weights.isPresent()) {
      costs = inside.math.mul(costs, weights.get());
      gradients = inside.math.mul(gradients, inside.expandDims(weights.get(), inside.constant(1)));
    }
    Operand<TFloat32> mean =
        Mean.create(new OpScope(graph).withName(name), costs, inside.withName("axis").constant(0));
    return new Cost(mean, gradients);
  }

  /**
   * The gradient of the mean with respect to the scores, {@code [batch, classes]}: each image's own
   * gradient, divided by their number.
   */
  Operand<TFloat32> scoresGradient(Ops inside, Operand<TInt64> label) {
    Operand<TFloat32> batch = inside.dtypes.cast(inside.size(label), TFloat32.class);
    return inside.withName("scores_gradient").math.div(scoresGradients, batch);
  }

  /**
   * {@code 1 - smoothing + smoothing / classes} for the label, {@code smoothing / classes} else.
   */
  private static Operand<TFloat32> smoothed(
      Ops inside, Operand<TFloat32> scores, Operand<TInt64> label, float smoothing) {
    int classes = Math.toIntExact(scores.shape().get(1));
    float others = smoothing / classes;
    return inside
        .withName("smoothed_label")
        .oneHot(
            label,
            inside.constant(classes),
            inside.constant(1 - smoothing + others),
            inside.constant(others));
  }

  private static Optional<Operand<TFloat32>> weights(
      Ops inside, Operand<TInt64> label, Regularisation regularisation) {
    if (regularisation.classWeights().isEmpty()) {
      return Optional.empty();
    }
    float[] weights = new float[regularisation.classWeights().size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = regularisation.classWeights().get(i);
    }
    return Optional.of(inside.gather(inside.constant(weights), label, inside.constant(0)));
  }
}
