package org.glyphnet.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/**
 * Gradients of the cost with respect to every trainable variable.
 *
 * <p>TensorFlow's own gradients, put together in pieces from the scores back to the first
 * convolution, so that the ones that are slow as TensorFlow writes them, the gradients of a
 * convolution and of the large dense layer with respect to their inputs, can be written
 * differently.
 */
final class BackwardPass {
  private final Graph graph;
  private final Map<String, Output<TFloat32>> gradients = new HashMap<>();

  private BackwardPass(Graph graph) {
    this.graph = graph;
  }

  /**
   * Adds the backward pass.
   *
   * @param scores {@code [batch, classes]}
   * @param scoresGradient gradient of the cost with respect to the scores, {@code [batch,
   *     classes]}; it comes from outside because TensorFlow has no gradient registered for sparse
   *     cross-entropy in its C++ API, while the operation itself puts it out
   * @param layers the layers between the image and the scores
   * @param variables whose gradients are wanted; the variables that are not trainable are left out
   * @return gradient and variable, in the order of the variables
   */
  static List<GradAndVar<? extends TType>> add(
      Graph graph,
      Operand<TFloat32> scores,
      Operand<TFloat32> scoresGradient,
      Layers layers,
      GraphVariables variables) {
    BackwardPass pass = new BackwardPass(graph);
    List<ConvBlock<?>> blocks = layers.convBlocks();
    DenseProduct<?> firstDense = layers.denseProducts().get(0);
    Output<?> atProduct =
        pass.throughDenseBlocks(scores, scoresGradient, blocks, firstDense, variables);
    Operand<TFloat32> features = blocks.get(blocks.size() - 1).output();
    Output<TFloat32> gradient = pass.throughProduct(firstDense, atProduct, features);
    for (int i = blocks.size() - 1; i >= 0; i--) {
      gradient = pass.throughBlock(blocks.get(i), gradient, i > 0);
    }
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (Output<TFloat32> variable : trainable(variables)) {
      pairs.add(new GradAndVar<>(pass.gradients.get(variable.op().name()), variable));
    }
    return pairs;
  }

  /**
   * From the scores to the first dense layer's product; keeps the gradients of all variables on the
   * way.
   */
  private Output<?> throughDenseBlocks(
      Operand<TFloat32> scores,
      Operand<TFloat32> scoresGradient,
      List<ConvBlock<?>> blocks,
      DenseProduct<?> firstDense,
      GraphVariables variables) {
    Set<String> before = new HashSet<>(List.of(firstDense.kernelName()));
    for (ConvBlock<?> block : blocks) {
      before.add(block.kernel().name());
      block.others().forEach(variable -> before.add(variable.name()));
    }
    List<Output<TFloat32>> wanted = trainable(variables);
    wanted.removeIf(variable -> before.contains(variable.op().name()));
    List<Output<?>> ends = new ArrayList<>(wanted);
    ends.add(firstDense.output().asOutput());
    Output<?>[] found = gradients("gradients/dense", scores, scoresGradient, ends);
    for (int i = 0; i < wanted.size(); i++) {
      gradients.put(wanted.get(i).op().name(), found[i].expect(TFloat32.class));
    }
    return found[wanted.size()];
  }

  /** From a dense layer's product to the features before it; keeps the kernel's gradient. */
  private <T extends TNumber> Output<TFloat32> throughProduct(
      DenseProduct<T> product, Output<?> atProduct, Operand<TFloat32> features) {
    Ops inside = Ops.create(graph).withSubScope("gradients_" + product.layer());
    Products<T> products = product.products();
    Output<T> outputGradient = products.expect(atProduct);
    Operand<T> inputGradient = product.inputGradient(inside, outputGradient);
    // One after the other: each keeps all threads busy, and side by side they get in each other's
    // way.
    Ops afterwards = inside.withControlDependencies(List.of(inputGradient));
    gradients.put(
        product.kernelName(),
        products.leave(inside, product.kernelGradient(afterwards, outputGradient)).asOutput());
    return gradients(
        "gradients/" + product.layer(),
        product.input(),
        inputGradient,
        List.of(features.asOutput()))[0]
        .expect(TFloat32.class);
  }

  /**
   * From a block's output to its input, if that is wanted; keeps the gradients of its variables.
   */
  private <T extends TNumber> Output<TFloat32> throughBlock(
      ConvBlock<T> block, Output<TFloat32> outputGradient, boolean toInput) {
    Ops inside = Ops.create(graph).withSubScope("gradients_" + block.layer());
    Convolution.Gradients<T> found =
        block.convolution().gradients(inside, throughPooling(block, outputGradient), toInput);
    gradients.put(block.kernel().name(), block.products().leave(inside, found.kernel()).asOutput());
    return found
        .input()
        .map(gradient -> block.products().leave(inside, gradient).asOutput())
        .orElse(null);
  }

  /** From a block's output to its bare convolution; keeps the gradients of what lies between. */
  private <T extends TNumber> Output<T> throughPooling(
      ConvBlock<T> block, Output<TFloat32> outputGradient) {
    List<Output<?>> ends = new ArrayList<>();
    block.others().forEach(variable -> ends.add(variable.ref().asOutput()));
    ends.add(block.convolution().output().asOutput());
    Output<?>[] found =
        gradients("gradients/" + block.layer(), block.output(), outputGradient, ends);
    for (int i = 0; i < block.others().size(); i++) {
      gradients.put(block.others().get(i).name(), found[i].expect(TFloat32.class));
    }
    return block.products().expect(found[block.others().size()]);
  }

  private Output<?>[] gradients(
      String prefix, Operand<?> of, Operand<?> upstream, List<? extends Output<?>> wanted) {
    return graph.addGradients(
        prefix,
        new Output<?>[] {of.asOutput()},
        wanted.toArray(new Output<?>[0]),
        new Output<?>[] {upstream.asOutput()});
  }

  private static List<Output<TFloat32>> trainable(GraphVariables variables) {
    List<Output<TFloat32>> trainable = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : variables.all()) {
      if (variable.trainable()) {
        trainable.add(variable.ref().asOutput().expect(TFloat32.class));
      }
    }
    return trainable;
  }
}
