package org.glyphnet.cluster;

import java.time.Duration;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Tells every worker again and again that its client is there, so that none ends itself during a
 * long evaluation. It reports nothing: a worker that is lost shows in the next step.
 *
 * <p>Owns a thread and a board for each worker; {@link #close} ends them.
 */
final class Heartbeat implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ClusterSpec cluster;
  private final Board[] boards;
  private final Thread thread = new Thread(this::beat, "cluster-heartbeat");
  private volatile long turn;

  Heartbeat(ClusterSpec cluster) {
    this.cluster = cluster;
    this.boards = new Board[cluster.size()];
    thread.setDaemon(true);
    thread.start();
  }

  /** The number of the container in which the client's variables are from now on. */
  void turn(long number) {
    turn = number;
  }

  private void beat() {
    try {
      while (true) {
        for (int task = 1; task < boards.length; task++) {
          tell(task);
        }
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    } finally {
      for (int task = 1; task < boards.length; task++) {
        forget(task);
      }
    }
  }

  private void tell(int task) {
    try {
      if (boards[task] == null) {
        boards[task] = Board.of(cluster, task, LIMIT);
      }
      boards[task].hear(turn);
    } catch (TensorFlowException e) {
      forget(task); // a worker that was started again needs a new session
    }
  }

  private void forget(int task) {
    if (boards[task] != null) {
      boards[task].close();
      boards[task] = null;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
