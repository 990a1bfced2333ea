package org.glyphnet.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glyphnet.cli.Main;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.cluster.Processes;
import org.glyphnet.cluster.Versions;

/**
 * Training runs on a cluster of two processes on this machine, and what befalls them: each must end
 * in the bits of the run that nothing befell, or in the one line that is documented. {@link #close}
 * kills what is left of the processes.
 */
final class ClusterFaults implements AutoCloseable {
  /** What befalls a run. */
  enum Fault {
    /** The client, a process of its own, is killed, and the run resumed. */
    CLIENT_KILLED,
    /** The worker is killed and started again a second later. */
    KILL,
    /** The worker stands still for longer than the time limit. */
    FREEZE,
    /** The worker is told to end and started again at once. */
    RESTART,
    /** The worker is killed, and one of another version comes in its place. */
    OTHER_VERSION,
    /** Another program listens at the client's port. */
    PORT_TAKEN,
    /** The worker is killed and does not come back; the run is resumed when it is there again. */
    GONE,
    /** The network is cut off and comes back; needs a network of its own. */
    LINK_DOWN
  }

  /**
   * How long runs are, and how long they wait.
   *
   * @param epochs of each run
   * @param stepLimitSeconds for a step
   */
  record Length(int epochs, int stepLimitSeconds) {
    static final int SAVE_EVERY = 3;
    static final int KEPT = 3;

    /** As it is typed. */
    String[] words() {
      return new String[] {
        "--epochs",
        Integer.toString(epochs),
        "--save-every",
        Integer.toString(SAVE_EVERY),
        "--max-to-keep",
        Integer.toString(KEPT)
      };
    }
  }

  /** A worker's own work is TensorFlow's: Java's compiler would only take time from it. */
  static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Length length;
  private final Random random;
  private final ClusterSpec cluster;
  private final Processes processes;
  private final ClusterClient client;
  private final List<Process> started = new ArrayList<>();
  private TinyRun reference;
  private Process worker;

  private ClusterFaults(Path folder, Length length, long seed, boolean here) throws IOException {
    this.folder = folder;
    this.length = length;
    this.random = new Random(seed);
    this.cluster = Processes.places(2);
    this.processes = new Processes(folder);
    this.client =
        here ? new ClientHere(cluster, length) : new ClientProcess(folder, cluster, length);
    TinyDigits.write(folder.resolve("bars"), 210);
    startWorker();
  }

  /** Faults of clients that are started as the user starts them. */
  static ClusterFaults ofProcesses(Path folder, long seed) throws IOException {
    return new ClusterFaults(folder, new Length(10, 3), seed, false);
  }

  /**
   * Shorter ones, of a client that is this process. The killed client comes first, if it is tried:
   * afterwards its port is this process's.
   */
  static ClusterFaults ofClientHere(Path folder, long seed) throws IOException {
    return new ClusterFaults(folder, new Length(6, 2), seed, true);
  }

  /** Tries one; returns what is not as it should be. */
  List<String> run(Fault fault, String name) throws IOException, InterruptedException {
    if (!worker.isAlive()) {
      startWorker();
    }
    TinyRun run = new TinyRun(folder, name);
    return switch (fault) {
      case PORT_TAKEN -> portTaken(run);
      case OTHER_VERSION -> otherVersion(run);
      case CLIENT_KILLED -> clientKilled(run);
      case GONE -> gone(run);
      default -> survived(fault, run);
    };
  }

  private List<String> survived(Fault fault, TinyRun run) throws IOException, InterruptedException {
    ClusterClient.Running running = client.train(run, 60);
    await(running, run);
    boolean befell = running.isAlive();
    befall(fault);
    List<String> wrong = same(running.outcome(), run);
    return befell ? wrong : List.of("the run had ended before " + fault);
  }

  private void befall(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case KILL -> {
        worker.destroyForcibly().waitFor();
        Thread.sleep(1_000);
        startWorker();
      }
      case RESTART -> {
        worker.destroy();
        worker.waitFor();
        startWorker();
      }
      case FREEZE -> {
        Processes.signal(worker, "STOP");
        Thread.sleep((length.stepLimitSeconds() + 2) * 1_000L);
        Processes.signal(worker, "CONT");
      }
      case LINK_DOWN -> {
        link("down");
        Thread.sleep((length.stepLimitSeconds() + 2) * 1_000L);
        link("up");
      }
      default -> throw new IllegalArgumentException(fault.toString());
    }
  }

  private static void link(String state) throws IOException, InterruptedException {
    int code = new ProcessBuilder("ip", "link", "set", "lo", state).start().waitFor();
    if (code != 0) {
      throw new IOException("ip link set lo " + state + " ends with " + code);
    }
  }

  private List<String> portTaken(TinyRun run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      List<String> words = new ArrayList<>(List.of(run.train(length.words())));
      words.addAll(
          List.of(
              "--cluster",
              "127.0.0.1:" + taken.getLocalPort() + "," + cluster.worker(1),
              "--i-trust-this-network"));
      int code =
          Main.run(
              words.toArray(new String[0]),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      return line(
          new Program.Outcome(code, "", err.toString(StandardCharsets.UTF_8)),
          "port " + taken.getLocalPort() + " is taken");
    }
  }

  private List<String> otherVersion(TinyRun run) throws IOException, InterruptedException {
    ClusterClient.Running running = client.train(run, 60);
    await(running, run);
    worker.destroyForcibly().waitFor();
    worker = processes.worker(cluster, 1, new Versions("9.9", "9.99.0"), 300);
    List<String> wrong =
        line(running.outcome(), "runs glyphnet 9.9 with TensorFlow 9.99.0, this is");
    worker.destroyForcibly().waitFor();
    startWorker();
    wrong.addAll(resumed(run));
    return wrong;
  }

  private List<String> clientKilled(TinyRun run) throws IOException, InterruptedException {
    try (ClientProcess killed = new ClientProcess(folder, cluster, length)) {
      ClusterClient.Running running = killed.train(run, 60);
      await(running, run);
      killed.kill();
    }
    return resumed(run);
  }

  private List<String> gone(TinyRun run) throws IOException, InterruptedException {
    ClusterClient.Running running = client.train(run, 2);
    await(running, run);
    worker.destroyForcibly().waitFor();
    List<String> wrong =
        line(running.outcome(), "worker 1 (" + cluster.worker(1) + ") cannot be reached");
    startWorker();
    wrong.addAll(resumed(run));
    return wrong;
  }

  private List<String> resumed(TinyRun run) throws IOException, InterruptedException {
    return same(client.resume(run, 60).outcome(), run);
  }

  /** The run that nothing befalls. */
  private TinyRun reference() throws IOException, InterruptedException {
    if (reference == null) {
      TinyRun run = new TinyRun(folder, "undisturbed");
      Program.Outcome ended = client.train(run, 60).outcome();
      if (ended.exitCode() != 0) {
        throw new AssertionError("the run that nothing befalls fails: " + ended.err());
      }
      reference = run;
    }
    return reference;
  }

  private List<String> same(Program.Outcome ended, TinyRun run)
      throws IOException, InterruptedException {
    return ended.exitCode() == 0
        ? run.differences(reference())
        : List.of("exit code " + ended.exitCode() + ": " + ended.err());
  }

  private static List<String> line(Program.Outcome ended, String part) {
    List<String> wrong = new ArrayList<>();
    if (ended.exitCode() != 4 || ended.err().lines().count() != 1 || !ended.err().contains(part)) {
      wrong.add(
          "expected one line with '" + part + "', found " + ended.exitCode() + ": " + ended.err());
    }
    return wrong;
  }

  /** Waits until the run is somewhere in its middle. */
  private void await(ClusterClient.Running running, TinyRun run) throws InterruptedException {
    Path epoch =
        run.checkpoints().resolve("classifier-" + (1 + random.nextInt(length.epochs() / 2)));
    awaitThat(
        () ->
            !running.isAlive()
                || Files.exists(epoch.resolveSibling(epoch.getFileName() + ".index")));
  }

  private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for " + LONGEST_SECONDS + " s in vain");
      }
      Thread.sleep(5);
    }
  }

  private void startWorker() throws IOException {
    worker =
        new Program(folder, LIGHT)
            .begin(
                "worker",
                "--listen",
                cluster.worker(1).toString(),
                "--cluster",
                cluster.toString(),
                "--threads",
                "1",
                "--i-trust-this-network");
    started.add(worker);
  }

  @Override
  public void close() throws IOException {
    client.close();
    processes.close();
    started.forEach(Process::destroyForcibly);
  }
}
