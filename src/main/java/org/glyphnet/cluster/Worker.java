package org.glyphnet.cluster;

import java.time.Duration;
import java.util.OptionalLong;
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

  private final Board board;

  private Worker(Board board) {
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
    return new Worker(board);
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

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
