package org.glyphnet.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.RemoteSession;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A cluster as its client sees it. The client is worker 0 itself: it starts that one's server, then
 * meets the others.
 *
 * <p>{@link #close} takes leave of the workers, which then wait for the next client; the own server
 * ends with the process.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** For finding out who does not answer. */
  private static final Duration PROBE = Duration.ofSeconds(5);

  private static final int CONTAINERS = 3;
  private static final long TELL_EVERY_MILLIS = 10_000;
  private static final long TRY_EVERY_MILLIS = 500;

  private final ClusterSpec spec;
  private final Versions versions;
  private final TimeLimits limits;
  private final Heartbeat heartbeat;
  private long turn;

  private Cluster(ClusterSpec spec, Versions versions, TimeLimits limits) {
    this.spec = spec;
    this.versions = versions;
    this.limits = limits;
    this.heartbeat = new Heartbeat(spec);
  }

  /**
   * Becomes worker 0 of a cluster. Once in a process.
   *
   * @param threads of this process, at least 1
   * @throws ClusterException when worker 0's port is taken
   */
  public static Cluster start(ClusterSpec spec, int threads, Versions versions, TimeLimits limits) {
    Worker.listen(spec, 0, threads);
    return new Cluster(spec, versions, limits);
  }

  /** The same place in the same cluster with other limits; both are to be closed. */
  public Cluster withLimits(TimeLimits others) {
    return new Cluster(spec, versions, others);
  }

  /** Who is in it. */
  public ClusterSpec spec() {
    return spec;
  }

  /** How long it waits. */
  public TimeLimits limits() {
    return limits;
  }

  /**
   * Waits until every worker is there and has shown that it may take part.
   *
   * @param notices gets a line for each worker that is waited for, every ten seconds
   * @param stop ends the waiting early
   * @throws WorkerRefusedException when a worker may not take part
   * @throws WorkerLostException when one does not come within the time limit
   */
  public void awaitWorkers(Consumer<String> notices, BooleanSupplier stop) {
    long end = System.nanoTime() + limits.worker().toNanos();
    for (int task = 1; task < spec.size() && !stop.getAsBoolean(); task++) {
      await(task, end, notices, stop);
    }
  }

  private void await(int task, long end, Consumer<String> notices, BooleanSupplier stop) {
    long told = System.nanoTime() - TELL_EVERY_MILLIS * 1_000_000;
    while (!stop.getAsBoolean()) {
      String missing = meet(task, limits.step());
      if (missing == null) {
        return;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new WorkerLostException(
            String.format(
                Locale.ROOT,
                "%s %s, and did not come within %d s; start it again as %s of the cluster %s",
                spec.describe(task),
                missing,
                limits.worker().toSeconds(),
                spec.worker(task),
                spec),
            true,
            null);
      }
      if (System.nanoTime() - told >= TELL_EVERY_MILLIS * 1_000_000) {
        told = System.nanoTime();
        notices.accept(
            String.format(
                Locale.ROOT,
                "Waits for %s, %d s more: it %s",
                spec.describe(task),
                left / 1_000_000_000,
                missing));
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(TRY_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a worker", e);
    }
  }

  /**
   * Meets a worker; returns what is the matter, or null when it is there and may take part.
   *
   * @throws WorkerRefusedException when it may not take part
   */
  private String meet(int task, Duration limit) {
    WorkerAddress address = spec.worker(task);
    try (Socket socket = new Socket()) {
      // TensorFlow would try again and again until the limit where nobody listens.
      socket.connect(
          new InetSocketAddress(address.host(), address.port()), (int) CONNECT.toMillis());
    } catch (IOException e) {
      return "cannot be reached (" + e.getMessage() + ")";
    }
    try (Board board = Board.of(spec, task, limit)) {
      new Introduction(versions, task, spec.toString())
          .check(Introduction.parse(board.about()), spec);
      turn = Math.max(turn, board.turn());
      return null;
    } catch (TFFailedPreconditionException e) {
      return "has not introduced itself as a glyphnet worker";
    } catch (TensorFlowException e) {
      return "does not answer";
    }
  }

  /**
   * Opens a session over all workers. Their variables belong into a {@link #nextContainer}.
   *
   * @throws WorkerLostException when it cannot be opened in time
   */
  Session open(Graph graph) {
    try {
      return RemoteSession.open(graph, localTarget(), TimeLimits.ofSession(limits.step()).build());
    } catch (TensorFlowException e) {
      throw lost(e);
    }
  }

  /**
   * A container for variables, in all workers, other than the last one. A worker that was frozen
   * may still finish a step of a session that was given up, or of a client that has died: it then
   * writes where nobody reads. Three of them take turns, so that what is left behind is limited.
   */
  String nextContainer() {
    turn++;
    heartbeat.turn(turn);
    return "glyphnet." + turn % CONTAINERS;
  }

  /** Why a run on the cluster failed, and at whom. */
  WorkerLostException lost(TensorFlowException cause) {
    List<String> missing = new ArrayList<>();
    for (int task = 1; task < spec.size(); task++) {
      String matter = meet(task, PROBE);
      if (matter != null) {
        missing.add(spec.describe(task) + " " + matter);
      }
    }
    String reason = Worker.firstLine(cause);
    return new WorkerLostException(
        missing.isEmpty()
            ? "a step failed, though all workers answer again: " + reason
            : String.join("; ", missing),
        false,
        cause);
  }

  /** The own server's master takes steps without a way over the network by this name. */
  private String localTarget() {
    return "grpc://localhost:" + spec.worker(0).port();
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
