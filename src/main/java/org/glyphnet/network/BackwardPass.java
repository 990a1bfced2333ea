package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** Gradients of the cost with respect to every trainable variable. */
final class BackwardPass {
  private BackwardPass() {}

  /**
   * Adds the backward pass.
   *
   * @param scores {@code [batch, classes]}
   * @param scoresGradient gradient of the cost with respect to the scores, {@code [batch,
   *     classes]}; it comes from outside because TensorFlow has no gradient registered for sparse
   *     cross-entropy in its C++ API, while the operation itself puts it out
   * @param variables whose gradients are wanted; the variables that are not trainable are left out
   * @return gradient and variable, in the order of the variables
   */
  static List<GradAndVar<? extends TType>> add(
      Graph graph,
      Operand<TFloat32> scores,
      Operand<TFloat32> scoresGradient,
      GraphVariables variables) {
    List<Output<TFloat32>> trainable = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : variables.all()) {
      if (variable.trainable()) {
        trainable.add(variable.ref().asOutput().expect(TFloat32.class));
      }
    }
    Output<?>[] gradients =
        graph.addGradients(
            "gradients",
            new Output<?>[] {scores.asOutput()},
            trainable.toArray(new Output<?>[0]),
            new Output<?>[] {scoresGradient.asOutput()});
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      pairs.add(new GradAndVar<>(gradients[i].expect(TFloat32.class), trainable.get(i)));
    }
    return pairs;
  }
}
