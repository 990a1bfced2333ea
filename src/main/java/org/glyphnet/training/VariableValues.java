package org.glyphnet.training;

import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Writes values into the variables of a session on a network built for training. */
final class VariableValues {
  private VariableValues() {}

  /** Shape of a float32 variable; null when the graph has none of that name. */
  static Shape shapeOf(Graph graph, String variable) {
    return graph.operation(variable) == null || graph.operation(variable + "/Assign") == null
        ? null
        : graph.operation(variable).output(0).shape();
  }

  /** Gives a variable a value: its initialiser runs with that value in place of its own. */
  static void set(Session session, String variable, float[] value) {
    GraphOperation assign = session.graph().operation(variable + "/Assign");
    Shape shape = shapeOf(session.graph(), variable);
    try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(value))) {
      session
          .runner()
          .feed(assign.input(1).op().name(), assign.input(1).index(), tensor)
          .addTarget(assign)
          .run()
          .close();
    }
  }
}
