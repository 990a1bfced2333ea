package org.glyphnet.benchmark;

import org.glyphnet.network.Precision;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The machine's practical peak: a product of two large square matrices, which TensorFlow hands to
 * the best code it has. Owns graph and session.
 */
final class PeakSpeed implements AutoCloseable {
  private static final int SIZE = 4096;
  private static final double FLOPS = 2.0 * SIZE * SIZE * SIZE;

  private final Graph graph = new Graph();
  private final Session session;
  private final Op product;

  PeakSpeed(Precision precision, SessionSettings settings) {
    Ops tf = Ops.create(graph);
    product =
        precision == Precision.BFLOAT16
            ? product(tf, TBfloat16.class)
            : product(tf, TFloat32.class);
    session = new Session(graph, settings.toConfig());
    try {
      session.initialize();
      run();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** One measurement, in GFLOP/s. */
  double gflops() {
    long start = System.nanoTime();
    run();
    return FLOPS / (System.nanoTime() - start);
  }

  private void run() {
    session.runner().addTarget(product.op()).run().close();
  }

  /** Variables: a product of constants would be computed once, beforehand. */
  private static <T extends TNumber> Op product(Ops tf, Class<T> type) {
    return tf.linalg.matMul(matrix(tf, type, 1), matrix(tf, type, 2));
  }

  private static <T extends TNumber> Operand<T> matrix(Ops tf, Class<T> type, long seed) {
    Variable<T> matrix = tf.variable(Shape.of(SIZE, SIZE), type);
    Ops init = tf.withInitScope();
    Operand<TFloat32> values =
        init.random.statelessRandomUniform(
            init.constant(new long[] {SIZE, SIZE}), init.constant(new long[] {seed, 0}));
    init.assign(matrix, init.dtypes.cast(values, type));
    return matrix;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
