package org.glyphnet.saving;

import java.util.ArrayList;
import java.util.List;
import org.glyphnet.Internal;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;

/**
 * The tensors of a saved graph that can be looked up by a promised name, with what TensorFlow knows
 * of them.
 */
@Internal
public final class NamedTensors {
  private NamedTensors() {}

  /** A tensor: its name with output number, type and static shape. */
  public record Named(String name, DataType type, Shape shape) {}

  /** Those that the graph has, in the order in which {@link TensorNames} lists them. */
  public static List<Named> of(MetaGraphDef meta) {
    List<Named> found = new ArrayList<>();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(meta.getGraphDef());
      for (String name : TensorNames.ALL) {
        Output<?> output = graph.operation(name) == null ? null : graph.output(name);
        if (output != null) {
          found.add(new Named(name + ":0", output.dataType(), output.shape()));
        }
      }
    }
    return found;
  }
}
