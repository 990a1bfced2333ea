package org.glyphnet.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
  private final String prefix;
  private final Ops ops;
  private final Map<String, Output<TFloat32>> gradients = new HashMap<>();

  /**
   * @param prefix of the operations' names, empty for none
   */
  BackwardPass(Graph graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix;
    Ops root = Ops.create(graph);
    this.ops = prefix.isEmpty() ? root : root.withSubScope(prefix);
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
    BackwardPass pass = new BackwardPass(graph, "");
    List<ConvBlock<?>> blocks = layers.convBlocks();
    DenseProduct<?> firstDense = layers.denseProducts().get(0);
    Set<String> before = new HashSet<>(List.of(firstDense.kernelName()));
    blocks.forEach(block -> before.addAll(block.variableNames()));
    Output<?> atProduct =
        pass.through(
                "dense",
                scores,
                scoresGradient,
                trainable(variables, name -> !before.contains(name)),
                List.of(firstDense.output()))
            .get(0);
    if (layers.frozenConvolutions()) {
      pass.keepKernelGradient(firstDense, atProduct);
      return pass.pairs(trainable(variables, name -> true));
    }
    Output<?> atInput = pass.throughProduct(firstDense, atProduct);
    Operand<TFloat32> features = blocks.get(blocks.size() - 1).output();
    Output<?> atFeatures =
        pass.through(firstDense.layer(), firstDense.input(), atInput, List.of(), List.of(features))
            .get(0);
    pass.throughBlocks(blocks, atFeatures.expect(TFloat32.class));
    return pass.pairs(trainable(variables, name -> true));
  }

  /** Gradient and variable of each of the variables, all of which were passed. */
  List<GradAndVar<? extends TType>> pairs(List<Output<TFloat32>> variables) {
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (Output<TFloat32> variable : variables) {
      pairs.add(new GradAndVar<>(gradient(variable.op().name()), variable));
    }
    return pairs;
  }

  /** The gradient with respect to a variable that was passed. */
  Output<TFloat32> gradient(String variable) {
    return gradients.get(variable);
  }

  /**
   * Back from a tensor, as TensorFlow writes it; keeps the gradients of the variables on the way.
   *
   * @param piece a name for this piece of the way
   * @param upstream gradient of the cost with respect to {@code of}, in its shape
   * @param wanted the variables on the way
   * @param ends how far it goes
   * @return the gradients with respect to the ends, in their order
   */
  List<Output<?>> through(
      String piece,
      Operand<?> of,
      Operand<?> upstream,
      List<Output<TFloat32>> wanted,
      List<? extends Operand<?>> ends) {
    List<Output<?>> all = new ArrayList<>(wanted);
    ends.forEach(end -> all.add(end.asOutput()));
    List<Output<?>> found = List.of(gradients("gradients/" + piece, of, upstream, all));
    for (int i = 0; i < wanted.size(); i++) {
      gradients.put(wanted.get(i).op().name(), found.get(i).expect(TFloat32.class));
    }
    return found.subList(wanted.size(), found.size());
  }

  /** At a dense layer's product: keeps its kernel's gradient, and goes no further. */
  <T extends TNumber> void keepKernelGradient(DenseProduct<T> product, Output<?> atProduct) {
    Ops inside = inside(product.layer());
    Products<T> products = product.products();
    Operand<T> gradient = product.kernelGradient(inside, products.expect(atProduct));
    gradients.put(product.kernelName(), products.leave(inside, gradient).asOutput());
  }

  /**
   * From a dense layer's product to its input; keeps the kernel's gradient.
   *
   * @param atProduct {@code [batch, units]}
   * @return {@code [batch, inputs]}, in the product's type
   */
  <T extends TNumber> Output<T> throughProduct(DenseProduct<T> product, Output<?> atProduct) {
    Ops inside = inside(product.layer());
    Products<T> products = product.products();
    Output<T> outputGradient = products.expect(atProduct);
    Operand<T> inputGradient = product.inputGradient(inside, outputGradient);
    // One after the other: each keeps all threads busy, and side by side they get in each other's
    // way.
    Ops afterwards = inside.withControlDependencies(List.of(inputGradient));
    gradients.put(
        product.kernelName(),
        products.leave(inside, product.kernelGradient(afterwards, outputGradient)).asOutput());
    return inputGradient.asOutput();
  }

  /** From the last block's output to the image; keeps the gradients of the blocks' variables. */
  void throughBlocks(List<ConvBlock<?>> blocks, Output<TFloat32> outputGradient) {
    Output<TFloat32> gradient = outputGradient;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      gradient = throughBlock(blocks.get(i), gradient, i > 0);
    }
  }

  /**
   * From a block's output to its input, if that is wanted; keeps the gradients of its variables.
   */
  <T extends TNumber> Output<TFloat32> throughBlock(
      ConvBlock<T> block, Output<TFloat32> outputGradient, boolean toInput) {
    Ops inside = inside(block.layer());
    return throughConvolution(inside, block, throughPooling(block, outputGradient), toInput);
  }

  /**
   * From a block's output to what its convolution and the statistics from elsewhere have to do with
   * it; keeps the gradients of the other variables that it fits.
   *
   * @param ends the statistics, and the convolution's output as it is normalised
   * @return the gradients with respect to the ends, in their order
   */
  List<Output<?>> toStatistics(
      ConvBlock<?> block, Output<TFloat32> outputGradient, List<? extends Operand<TFloat32>> ends) {
    return through(
        block.layer(),
        block.output(),
        outputGradient,
        block.others().stream().map(variable -> variable.ref().asOutput()).toList(),
        ends);
  }

  /**
   * From what a block normalises on, see {@link #throughBlock}.
   *
   * @param x the convolution's output, pooled where it is
   * @param atX gradient of the cost with respect to it
   */
  <T extends TNumber> Output<TFloat32> throughConvolution(
      ConvBlock<T> block, Operand<TFloat32> x, Operand<TFloat32> atX, boolean toInput) {
    List<Operand<T>> convolved = List.of(block.convolution().output());
    Output<?> atConvolution =
        through(block.layer() + "_pooling", x, atX, List.of(), convolved).get(0);
    return throughConvolution(
        inside(block.layer()), block, block.products().expect(atConvolution), toInput);
  }

  private <T extends TNumber> Output<TFloat32> throughConvolution(
      Ops inside, ConvBlock<T> block, Output<T> atConvolution, boolean toInput) {
    Convolution.Gradients<T> found = block.convolution().gradients(inside, atConvolution, toInput);
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

  /** Operations beside those that TensorFlow writes. */
  private Ops inside(String layer) {
    return ops.withSubScope("gradients_" + layer);
  }

  private Output<?>[] gradients(
      String piece, Operand<?> of, Operand<?> upstream, List<? extends Output<?>> wanted) {
    return graph.addGradients(
        (prefix.isEmpty() ? "" : prefix + "/") + piece,
        new Output<?>[] {of.asOutput()},
        wanted.toArray(new Output<?>[0]),
        new Output<?>[] {upstream.asOutput()});
  }

  /** The trainable variables of which some are wanted. */
  static List<Output<TFloat32>> trainable(GraphVariables variables, Predicate<String> wanted) {
    List<Output<TFloat32>> trainable = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : variables.all()) {
      if (variable.trainable() && wanted.test(variable.name())) {
        trainable.add(variable.ref().asOutput().expect(TFloat32.class));
      }
    }
    return trainable;
  }
}
