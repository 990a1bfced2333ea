package org.glyphnet.cluster;

import java.time.Duration;

/** A worker in a process of its own, which may claim to be of another version. */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Runs it.
   *
   * @param args cluster, task, glyphnet's version, TensorFlow's version, seconds until it ends
   *     without a client
   */
  public static void main(String[] args) throws InterruptedException {
    Worker worker =
        Worker.start(
            ClusterSpec.parse(args[0]),
            Integer.parseInt(args[1]),
            1,
            new Versions(args[2], args[3]));
    System.out.println("ready");
    worker.serve(Duration.ofSeconds(Long.parseLong(args[4])));
    System.exit(0);
  }
}
