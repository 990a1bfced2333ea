package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The graphs are made of operations that TensorFlow 1.15 has, so that it can run what is saved
 * here. Each name below was seen to load and run in TensorFlow 1.15.0, in the inference graph and
 * in five training steps of every activation, with the costs that the newer runtime gives. Try a
 * new one there before it joins the list; newer than 1.15, for one, is StatelessRandomUniformV2.
 */
class TensorFlow115Test {
  private static final Set<String> INFERENCE =
      Set.of(
          "Add",
          "ArgMax",
          "BiasAdd",
          "Const",
          "Conv2D",
          "Identity",
          "MatMul",
          "MaxPool",
          "Mul",
          "Placeholder",
          "PlaceholderWithDefault",
          "Reshape",
          "Rsqrt",
          "Softmax",
          "Sub",
          "VariableV2");

  private static final Set<String> ACTIVATIONS =
      Set.of("Elu", "LeakyRelu", "Relu", "Selu", "Sigmoid", "Softplus", "Tanh");

  private static final Set<String> TRAINING =
      Set.of(
          "Abs",
          "AddN",
          "ApplyAdam",
          "Assign",
          "AssignAdd",
          "AssignSub",
          "Minimum",
          "OneHot",
          "SoftmaxCrossEntropyWithLogits",
          "BiasAddGrad",
          "BroadcastGradientArgs",
          "Cast",
          "Conv2DBackpropFilter",
          "Conv2DBackpropInput",
          "Div",
          "DynamicStitch",
          "Equal",
          "Fill",
          "GatherV2",
          "GreaterEqual",
          "Max",
          "MaxPoolGrad",
          "MaxPoolV2",
          "Maximum",
          "Mean",
          "Merge",
          "Mod",
          "Neg",
          "NoOp",
          "OnesLike",
          "Pack",
          "Prod",
          "Range",
          "RsqrtGrad",
          "SelectV2",
          "Shape",
          "Sign",
          "Size",
          "SparseSoftmaxCrossEntropyWithLogits",
          "SquaredDifference",
          "StatelessRandomUniform",
          "StopGradient",
          "Sum",
          "Switch",
          "Tile",
          "Transpose",
          "Unpack",
          "ZerosLike");

  private static final Set<String> ACTIVATION_GRADIENTS =
      Set.of(
          "EluGrad",
          "LeakyReluGrad",
          "ReluGrad",
          "SeluGrad",
          "SigmoidGrad",
          "SoftplusGrad",
          "TanhGrad");

  @Test
  void servingGraphIsMadeOfItsOperations() {
    assertThat(operations(ConvNet::forServing)).isSubsetOf(union(INFERENCE, ACTIVATIONS));
  }

  @Test
  void trainingGraphIsMadeOfItsOperations() {
    assertThat(operations(Networks::forTraining))
        .isSubsetOf(union(INFERENCE, ACTIVATIONS, TRAINING, ACTIVATION_GRADIENTS));
  }

  /** Of the networks with every activation, and with everything else that adds operations. */
  private static Set<String> operations(Function<NetworkSpec, ConvNet> build) {
    Set<String> types = new TreeSet<>();
    for (Activation activation : Activation.values()) {
      NetworkSpec tiny =
          Networks.tiny().withActivation(activation).withDropout(0.5f).withBatchNorm(0.9f, 1e-8f);
      // Large enough that the training step goes by way of the spectrum.
      NetworkSpec large = tiny.withImage(14, 14, 1).withConvolution(5, Padding.SAME);
      for (NetworkSpec spec : List.of(tiny, large.withSizes(24, 24, 5))) {
        try (ConvNet net = build.apply(spec)) {
          Networks.operations(net).forEach(operation -> types.add(operation.type()));
        }
      }
    }
    return types;
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    Set<String> union = new TreeSet<>();
    for (Set<String> set : sets) {
      union.addAll(set);
    }
    return union;
  }
}
