package org.glyphnet.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/** Small networks, and what tests read from their graphs. */
public final class Networks {
  private Networks() {}

  /** 8x8 images of two channels, three classes, without dropout. */
  public static NetworkSpec tiny() {
    return NetworkSpec.bookText()
        .withImage(8, 8, 2)
        .withClasses(3)
        .withSizes(3, 4, 5)
        .withConvolution(3, Padding.SAME)
        .withDropout(0);
  }

  /** Convolutions as "filters/kernel", with a minus after one that is not pooled. */
  static List<ConvSpec.Layer> convolutions(String text) {
    List<ConvSpec.Layer> layers = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String[] numbers = word.replace("-", "").split("/", -1);
      layers.add(
          new ConvSpec.Layer(
              Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), !word.endsWith("-")));
    }
    return layers;
  }

  /** Units separated by spaces. */
  static List<Integer> units(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(" ", -1)).map(Integer::valueOf).toList();
  }

  public static ConvNet forTraining(NetworkSpec spec) {
    return ConvNet.forTraining(spec, AdamSpec.book(), 1);
  }

  public static List<String> variableNames(ConvNet net) {
    List<String> names = new ArrayList<>();
    net.variables().forEach(variable -> names.add(variable.name()));
    return names;
  }

  public static List<String> floatVariableNames(ConvNet net) {
    List<String> names = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      if (variable.ref().type() == TFloat32.class) {
        names.add(variable.name());
      }
    }
    return names;
  }

  public static List<String> trainableNames(ConvNet net) {
    List<String> names = new ArrayList<>();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      if (variable.trainable()) {
        names.add(variable.name());
      }
    }
    return names;
  }

  public static List<GraphOperation> operations(ConvNet net) {
    List<GraphOperation> operations = new ArrayList<>();
    net.graph().operations().forEachRemaining(operations::add);
    return operations;
  }

  /**
   * Gives every variable that a forward pass reads a value that is neither 0 nor 1, in place of the
   * initial one, and returns the values. Kernels are small enough that the activations stay apart.
   */
  public static Map<String, double[]> feedVariables(ConvNet net, GraphRun run, long seed) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (GraphVariables.Entry<?> variable : net.variables()) {
      String name = variable.name();
      float[] value;
      int size = Math.toIntExact(variable.ref().shape().size());
      long itsSeed = seed * 31 + name.hashCode();
      if (name.endsWith("/kernel")) {
        float limit = (float) Math.sqrt(6.0 * variable.ref().shape().get(-1) / size);
        value = Numbers.uniform(itsSeed, size, -limit, limit);
      } else if (name.endsWith("/gamma")
          || name.endsWith("/moving_variance")
          || name.endsWith("/deviation")) {
        value = Numbers.uniform(itsSeed, size, 0.5f, 2);
      } else if (name.endsWith("/bias")
          || name.endsWith("/beta")
          || name.endsWith("/moving_mean")
          || name.endsWith("_Image/mean")) {
        value = Numbers.uniform(itsSeed, size, -0.5f, 0.5f);
      } else {
        continue;
      }
      run.feed(name + "/read", variable.ref().shape(), value);
      values.put(name, Numbers.doubles(value));
    }
    return values;
  }

  /** The tensor that the update of a variable reads as its gradient. */
  public static String gradientTensor(ConvNet net, String variable) {
    for (GraphOperation operation : operations(net)) {
      if (operation.type().equals("ApplyAdam") && operation.input(0).op().name().equals(variable)) {
        Output<?> gradient = operation.input(operation.numInputs() - 1);
        return gradient.op().name() + ":" + gradient.index();
      }
    }
    throw new AssertionError("no update of " + variable);
  }
}
