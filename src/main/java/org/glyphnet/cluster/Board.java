package org.glyphnet.cluster;

import java.time.Duration;
import org.tensorflow.Graph;
import org.tensorflow.RemoteSession;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * A notice board in a worker's memory: variables through which worker and client tell each other
 * what no step tells. It needs no second port and no protocol of its own: whoever can run a step on
 * the worker can read and write it. Every call ends within the time limit.
 *
 * <p>Owns a graph and a session; {@link #close} frees both.
 */
final class Board implements AutoCloseable {
  private static final String CONTAINER = "glyphnet.board";

  private final RunOptions limit;
  private final Graph graph;
  private final Session session;

  private Board(RunOptions limit, Graph graph, Session session) {
    this.limit = limit;
    this.graph = graph;
    this.session = session;
  }

  /**
   * The board of a worker, which may be this process.
   *
   * @throws TensorFlowException when the worker does not answer in time
   */
  static Board of(ClusterSpec cluster, int task, Duration limit) {
    Graph graph = new Graph();
    try {
      build(graph);
      Session session =
          RemoteSession.open(graph, cluster.worker(task).target(), alone(task, limit));
      return new Board(TimeLimits.ofRun(limit), graph, session);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** A session's settings that leave all other workers out: else making one would wait for them. */
  static ConfigProto alone(int task, Duration limit) {
    return TimeLimits.ofSession(limit)
        .addDeviceFilters("/job:" + ClusterSpec.JOB + "/task:" + task)
        .build();
  }

  private static void build(Graph graph) {
    Ops tf = Ops.create(graph);
    Placeholder<TString> text = tf.withName("text").placeholder(TString.class);
    Variable<TString> about =
        tf.withName("about").variable(Shape.scalar(), TString.class, Variable.container(CONTAINER));
    tf.withName("about_write").assign(about, text);
    tf.withName("about_read").identity(about);
    Variable<TInt64> heard =
        tf.withName("heard").variable(Shape.scalar(), TInt64.class, Variable.container(CONTAINER));
    tf.withName("heard_start").assign(heard, tf.constant(0L));
    tf.withName("hear").assignAdd(heard, tf.constant(1L));
    tf.withName("heard_read").identity(heard);
    Placeholder<TInt64> number = tf.withName("number").placeholder(TInt64.class);
    Variable<TInt64> turn =
        tf.withName("turn").variable(Shape.scalar(), TInt64.class, Variable.container(CONTAINER));
    tf.withName("turn_write").assign(turn, number);
    tf.withName("turn_read").identity(turn);
  }

  /** The worker introduces itself. */
  void introduce(String about) {
    runner().addTarget("heard_start").run().close();
    hear(0);
    try (TString text = TString.scalarOf(about)) {
      runner().feed("text", text).addTarget("about_write").run().close();
    }
  }

  /** What the worker says of itself. */
  String about() {
    try (Result result = runner().fetch("about_read").run()) {
      return ((TString) result.get(0)).getObject();
    }
  }

  /** The client tells the worker that it is there, and the number of its variables' container. */
  void hear(long turn) {
    try (TInt64 number = TInt64.scalarOf(turn)) {
      runner().feed("number", number).addTarget("turn_write").run().close();
    }
    runner().addTarget("hear").run().close();
  }

  /** The number of the container that was used last. */
  long turn() {
    return number("turn_read");
  }

  /** How often the worker was told that its client is there. */
  long heard() {
    return number("heard_read");
  }

  private long number(String operation) {
    try (Result result = runner().fetch(operation).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  private Session.Runner runner() {
    return session.runner().setOptions(limit);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
