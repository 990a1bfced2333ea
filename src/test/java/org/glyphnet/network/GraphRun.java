package org.glyphnet.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A session on a graph, fed and read as plain arrays. What was fed once is fed to every later run,
 * until it is fed anew. Owns its session and the fed tensors, not the graph.
 */
public final class GraphRun implements AutoCloseable {
  private static final int THREADS = 2;

  private final Session session;
  private final Map<String, Tensor> fed = new LinkedHashMap<>();

  public GraphRun(Graph graph) {
    session = new Session(graph, new SessionSettings(THREADS).toConfig());
  }

  public Session session() {
    return session;
  }

  public GraphRun feed(String tensor, Shape shape, float... values) {
    return put(tensor, TFloat32.tensorOf(shape, DataBuffers.of(values)));
  }

  public GraphRun feed(String tensor, long... values) {
    return put(tensor, TInt64.vectorOf(values));
  }

  public GraphRun feedScalar(String tensor, long value) {
    return put(tensor, TInt64.scalarOf(value));
  }

  public GraphRun feed(String tensor, boolean value) {
    return put(tensor, TBool.scalarOf(value));
  }

  private GraphRun put(String tensor, Tensor value) {
    Tensor old = fed.put(tensor, value);
    if (old != null) {
      old.close();
    }
    return this;
  }

  /** Runs an operation. */
  public void step(String operation) {
    runner().addTarget(operation).run().close();
  }

  /** Values of a float32 tensor, row by row. */
  public float[] floats(String tensor) {
    return floats(List.of(tensor)).get(tensor);
  }

  /** Values of several float32 tensors in one run. */
  public Map<String, float[]> floats(List<String> tensors) {
    Session.Runner runner = runner();
    tensors.forEach(runner::fetch);
    try (Result result = runner.run()) {
      Map<String, float[]> values = new TreeMap<>();
      for (int i = 0; i < tensors.size(); i++) {
        values.put(tensors.get(i), floats((TFloat32) result.get(i)));
      }
      return values;
    }
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** The value of a float32 scalar. */
  public float scalar(String tensor) {
    return floats(tensor)[0];
  }

  /** The value of a float32 scalar in the same run as an operation. */
  public float scalarWithStep(String tensor, String operation) {
    try (Result result = runner().addTarget(operation).fetch(tensor).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  /** Values of an int64 tensor. */
  public long[] longs(String tensor) {
    try (Result result = runner().fetch(tensor).run()) {
      TInt64 value = (TInt64) result.get(0);
      long[] values = new long[Math.toIntExact(value.size())];
      value.asRawTensor().data().asLongs().read(values);
      return values;
    }
  }

  private Session.Runner runner() {
    Session.Runner runner = session.runner();
    fed.forEach(runner::feed);
    return runner;
  }

  @Override
  public void close() {
    session.close();
    fed.values().forEach(Tensor::close);
  }
}
