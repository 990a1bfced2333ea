package org.glyphnet.inference;

import java.util.List;
import java.util.Optional;
import org.glyphnet.Internal;
import org.glyphnet.network.SessionSettings;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;

/**
 * A second session on a restored inference graph, for one image at a time: the same names, the same
 * sums in another order, a third faster with the book's network.
 *
 * <p>For one image the time goes into reading the large dense layer's kernel, 26 MB. TensorFlow's
 * threads read a half of each of its rows, 2 kB here and 2 kB there. Here its columns lie in blocks
 * (see {@link SingleImageGraph}), so that a thread reads from one end to the other: 0.48 ms instead
 * of 0.86. And what is computed from variables alone is computed once. Two images and more are
 * faster as they were.
 *
 * <p>It holds a copy of the variables of its own. {@link #close} frees it; the restored session
 * stays its owner's.
 */
@Internal
public final class SingleImageNetwork implements AutoCloseable {
  private final Graph graph;
  private final Session session;

  private SingleImageNetwork(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  /**
   * Makes one, if the graph has a dense layer so large that it pays, and nothing in it that could
   * not be taken along, such as state other than variables.
   *
   * @param inference the graph
   * @param restored a session on it, whose variables have their values
   * @param ends names of the operations or tensors that will be fetched
   */
  public static Optional<SingleImageNetwork> of(
      GraphDef inference, Session restored, List<String> ends, SessionSettings settings) {
    return SingleImageGraph.of(inference, ends).map(plan -> open(plan, restored, settings));
  }

  private static SingleImageNetwork open(
      SingleImageGraph plan, Session restored, SessionSettings settings) {
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(plan.graph(restored));
      session = new Session(graph, settings.toInferenceConfig());
      for (String variable : plan.copied()) {
        try (Result value = restored.runner().fetch(variable).run()) {
          session
              .runner()
              .feed(SingleImageGraph.feedOf(variable), value.get(0))
              .addTarget(SingleImageGraph.assignmentOf(variable))
              .run()
              .close();
        }
      }
      return new SingleImageNetwork(graph, session);
    } catch (RuntimeException | Error e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  /** The session; it belongs to this object. */
  public Session session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
