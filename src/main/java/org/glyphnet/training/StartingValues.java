package org.glyphnet.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;

/**
 * Values of a trained model that another run starts from, by variable name. The last layer's are
 * left out where the classes differ: it starts anew, as a new head.
 *
 * @param values of the variables, row-major
 */
public record StartingValues(Map<String, Value> values) {
  /**
   * A variable's value.
   *
   * @param shape its dimensions
   * @param numbers row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Value(List<Long> shape, float[] numbers) {}

  /** What the name of a variable ends in that a step moves beside its average. */
  private static final String TRAINED = "/Trained";

  /**
   * Puts them into a session.
   *
   * @return names of the network's variables that start anew
   * @throws DataException when one of them, other than the last layer's, is missing or has another
   *     shape
   */
  List<String> putInto(Session session) {
    Graph graph = session.graph();
    String head = lastLayer(graph);
    List<String> anew = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (String name : weights(graph)) {
      Shape shape = VariableValues.shapeOf(graph, name);
      Value value = values.get(name);
      if (value != null && Shape.of(toArray(value.shape())).equals(shape)) {
        taken.add(name);
      } else if (name.contains(head)) {
        anew.add(name);
      } else {
        throw new DataException(
            value == null
                ? "the model to start from has no " + name + "; take a network of the same layers"
                : "the model to start from has "
                    + name
                    + " of "
                    + value.shape()
                    + ", the network "
                    + shape
                    + "; take a network of the same layers");
      }
    }
    // A head is taken as a whole or not at all.
    if (!anew.isEmpty()) {
      taken.stream().filter(name -> name.contains(head)).forEach(anew::add);
      taken.removeIf(name -> name.contains(head));
    }
    for (String name : taken) {
      VariableValues.set(session, name, values.get(name).numbers());
      if (VariableValues.shapeOf(graph, name + TRAINED) != null) {
        VariableValues.set(session, name + TRAINED, values.get(name).numbers());
      }
    }
    return anew;
  }

  private static long[] toArray(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** The layers' variables, without slots and counters. */
  private static List<String> weights(Graph graph) {
    List<String> names = new ArrayList<>();
    graph
        .operations()
        .forEachRemaining(
            operation -> {
              if (operation.type().equals("VariableV2")
                  && operation
                      .name()
                      .matches(
                          "(Conv2d|DenseLayer|BatchNorm|Standardise)[^/]*/"
                              + "(kernel|bias|gamma|beta|moving_mean|moving_variance|mean|deviation)")) {
                names.add(operation.name());
              }
            });
    return names;
  }

  /** {@code Layer4}, of the last dense layer. */
  private static String lastLayer(Graph graph) {
    int last = 0;
    for (String name : weights(graph)) {
      if (name.startsWith("DenseLayer")) {
        last = Math.max(last, Integer.parseInt(name.replaceAll("DenseLayer|/.*", "")));
      }
    }
    return "Layer" + last + "/";
  }
}
