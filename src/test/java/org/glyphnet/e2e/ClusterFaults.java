package org.glyphnet.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
    /** The client is killed, and the run resumed. */
    CLIENT_KILLED,
    /** The worker is killed and does not come back; the run is resumed when it is there again. */
    GONE,
    /** The network is cut off and comes back; needs a network of its own. */
    LINK_DOWN
  }

  private static final int EPOCHS = 10;
  private static final String[] LENGTH = {
    "--epochs", Integer.toString(EPOCHS), "--save-every", "3", "--max-to-keep", "3"
  };
  private static final int STEP_LIMIT = 3;
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Random random;
  private final ClusterSpec cluster;
  private final Processes processes;
  private final List<Process> started = new ArrayList<>();
  private final TinyRun reference;
  private Process worker;

  ClusterFaults(Path folder, long seed) throws IOException, InterruptedException {
    this.folder = folder;
    this.random = new Random(seed);
    this.cluster = Processes.places(2);
    this.processes = new Processes(folder);
    TinyDigits.write(folder.resolve("bars"), 210);
    reference = new TinyRun(folder, "undisturbed");
    startWorker();
    Program.Outcome ended = new Program(folder).run(on(30, reference.train(LENGTH)));
    if (ended.exitCode() != 0) {
      close();
      throw new AssertionError("the run that nothing befalls fails: " + ended.err());
    }
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
    String[] words = on(60, run.train(LENGTH));
    Program program = new Program(folder);
    Process client = begin(program, words);
    await(client, run);
    boolean befell = client.isAlive();
    befall(fault);
    List<String> wrong = same(program.outcome(client, words), run);
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
        Thread.sleep((STEP_LIMIT + 2) * 1_000L);
        Processes.signal(worker, "CONT");
      }
      case LINK_DOWN -> {
        link("down");
        Thread.sleep((STEP_LIMIT + 2) * 1_000L);
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

  private List<String> portTaken(TinyRun run) throws IOException, InterruptedException {
    int port = cluster.worker(0).port();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
      return line(
          new Program(folder).run(on(10, run.train(LENGTH))),
          "port " + taken.getLocalPort() + " is taken");
    }
  }

  private List<String> otherVersion(TinyRun run) throws IOException, InterruptedException {
    String[] words = on(60, run.train(LENGTH));
    Program program = new Program(folder);
    Process client = begin(program, words);
    await(client, run);
    worker.destroyForcibly().waitFor();
    worker = processes.worker(cluster, 1, new Versions("9.9", "9.99.0"), 300);
    List<String> wrong =
        line(program.outcome(client, words), "runs glyphnet 9.9 with TensorFlow 9.99.0, this is");
    worker.destroyForcibly().waitFor();
    startWorker();
    wrong.addAll(resumed(run));
    return wrong;
  }

  private List<String> clientKilled(TinyRun run) throws IOException, InterruptedException {
    Process client = begin(new Program(folder), on(60, run.train(LENGTH)));
    await(client, run);
    client.destroyForcibly().waitFor();
    return resumed(run);
  }

  private List<String> gone(TinyRun run) throws IOException, InterruptedException {
    String[] words = on(2, run.train(LENGTH));
    Program program = new Program(folder);
    Process client = begin(program, words);
    await(client, run);
    worker.destroyForcibly().waitFor();
    List<String> wrong =
        line(
            program.outcome(client, words),
            "worker 1 (" + cluster.worker(1) + ") cannot be reached");
    startWorker();
    wrong.addAll(resumed(run));
    return wrong;
  }

  private List<String> resumed(TinyRun run) throws IOException, InterruptedException {
    return same(new Program(folder).run(on(60, run.resume(LENGTH))), run);
  }

  private List<String> same(Program.Outcome ended, TinyRun run) throws IOException {
    return ended.exitCode() == 0
        ? run.differences(reference)
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
  private void await(Process client, TinyRun run) throws InterruptedException {
    Path epoch = run.checkpoints().resolve("classifier-" + (1 + random.nextInt(EPOCHS / 2)));
    awaitThat(
        () ->
            !client.isAlive()
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
        begin(
            new Program(folder),
            "worker",
            "--listen",
            cluster.worker(1).toString(),
            "--cluster",
            cluster.toString(),
            "--threads",
            "1",
            "--i-trust-this-network");
  }

  private Process begin(Program program, String... words) throws IOException {
    Process process = program.begin(words);
    started.add(process);
    return process;
  }

  private String[] on(int workerLimit, String[] words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(
        List.of(
            "--cluster",
            cluster.toString(),
            "--step-limit",
            Integer.toString(STEP_LIMIT),
            "--worker-limit",
            Integer.toString(workerLimit),
            "--i-trust-this-network"));
    return all.toArray(new String[0]);
  }

  @Override
  public void close() throws IOException {
    processes.close();
    started.forEach(Process::destroyForcibly);
  }
}
