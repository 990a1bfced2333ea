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
    for (String name : new String[] {"about", "client"}) {
      Variable<TString> variable =
          tf.withName(name).variable(Shape.scalar(), TString.class, Variable.container(CONTAINER));
      tf.withName(name + "_write").assign(variable, text);
      tf.withName(name + "_read").identity(variable);
    }
    Variable<TInt64> heard =
        tf.withName("heard").variable(Shape.scalar(), TInt64.class, Variable.container(CONTAINER));
    tf.withName("heard_start").assign(heard, tf.constant(0L));
    tf.withName("hear").assignAdd(heard, tf.constant(1L));
    tf.withName("heard_read").identity(heard);
  }

  /** The worker introduces itself. */
  void introduce(String about) {
    write("about", about);
    write("client", "");
    target("heard_start");
  }

  /** What the worker says of itself. */
  String about() {
    return read("about");
  }

  /** The client tells the worker that it is there, and under which name it keeps variables. */
  void hear(String client) {
    write("client", client);
    target("hear");
  }

  /** Under which name the last client keeps variables; empty when there is none. */
  String client() {
    return read("client");
  }

  /** The last client is gone. */
  void clearClient() {
    write("client", "");
  }

  /** How often the worker was told that its client is there. */
  long heard() {
    try (Result result = runner().fetch("heard_read").run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  private void write(String variable, String value) {
    try (TString tensor = TString.scalarOf(value)) {
      runner().feed("text", tensor).addTarget(variable + "_write").run().close();
    }
  }

  private String read(String variable) {
    try (Result result = runner().fetch(variable + "_read").run()) {
      return ((TString) result.get(0)).getObject();
    }
  }

  private void target(String operation) {
    runner().addTarget(operation).run().close();
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
