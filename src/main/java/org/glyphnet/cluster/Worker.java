package org.glyphnet.cluster;

import java.time.Duration;
import java.util.OptionalLong;
import org.tensorflow.RemoteSession;
import org.tensorflow.Server;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

/**
 * One process of a cluster that computes what its client sends it. It needs no data and no options:
 * graph and variables come from the client.
 *
 * <p>TensorFlow's server cannot be stopped: it ends with its process.
 */
public final class Worker {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A client is heard every other second; after so long its variables are freed. */
  private static final Duration ABANDONED = Duration.ofSeconds(60);

  private final ClusterSpec cluster;
  private final int task;
  private final Board board;

  private Worker(ClusterSpec cluster, int task, Board board) {
    this.cluster = cluster;
    this.task = task;
    this.board = board;
  }

  /**
   * Starts to listen.
   *
   * @param task which of the cluster's workers this process is
   * @param threads that compute, at least 1
   * @param versions what it introduces itself with
   * @throws ClusterException when its port is taken
   */
  public static Worker start(ClusterSpec cluster, int task, int threads, Versions versions) {
    listen(cluster, task, threads);
    Board board = Board.of(cluster, task, LIMIT);
    board.introduce(new Introduction(versions, task, cluster.toString()).toText());
    return new Worker(cluster, task, board);
  }

  /** Starts the server of this process. */
  @SuppressWarnings("resource") // it ends with the process; closing it is not implemented
  static void listen(ClusterSpec cluster, int task, int threads) {
    Exposure.checkFree(cluster.worker(task).port());
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .build();
    try {
      new Server(cluster.serverDef(task, config)).start();
    } catch (TensorFlowException e) {
      throw new ClusterException(
          cluster.describe(task) + ": TensorFlow's server cannot start: " + firstLine(e), e);
    }
  }

  /**
   * Serves until no client was heard for so long.
   *
   * @throws InterruptedException when the thread is to end before
   */
  public void serve(Duration idle) throws InterruptedException {
    OptionalLong heard = OptionalLong.of(0);
    long last = System.nanoTime();
    while (System.nanoTime() - last < idle.toNanos()) {
      Thread.sleep(LOOK_EVERY.toMillis());
      OptionalLong now = heard();
      if (now.isPresent() && !now.equals(heard)) {
        heard = now;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > ABANDONED.toNanos()) {
        freeAbandoned();
      }
    }
  }

  /** Empty when this process was stopped for longer than the limit. */
  private OptionalLong heard() {
    try {
      return OptionalLong.of(board.heard());
    } catch (TensorFlowException e) {
      return OptionalLong.empty();
    }
  }

  /** Frees what a client that ended without a word has left in this process's memory. */
  private void freeAbandoned() {
    try {
      String client = board.client();
      if (!client.isEmpty()) {
        RemoteSession.reset(cluster.worker(task).target(), Board.alone(task, LIMIT), client);
        board.clearClient();
      }
    } catch (TensorFlowException e) {
      // As above: the next look tries again.
    }
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
