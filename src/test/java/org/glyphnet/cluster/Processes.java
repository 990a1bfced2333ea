package org.glyphnet.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Workers on this machine, each a process; {@link #close} kills them. */
public final class Processes implements AutoCloseable {
  private static final long LONGEST_START_SECONDS = 60;

  private final Path folder;
  private final List<Process> all = new ArrayList<>();

  /**
   * @param folder where they write what they say
   */
  public Processes(Path folder) {
    this.folder = folder;
  }

  /** A cluster of so many places on this machine that nobody listens at. */
  public static ClusterSpec places(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0)); // all open at once, so that no port comes twice
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return new ClusterSpec(
        IntStream.range(0, count)
            .mapToObj(i -> new WorkerAddress("127.0.0.1", sockets.get(i).getLocalPort()))
            .toList());
  }

  /** Starts a worker and waits until it is ready. */
  public Process worker(ClusterSpec cluster, int task, Versions versions, int idleSeconds)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "worker", ".txt");
    Process process = worker(out, cluster, task, versions, idleSeconds);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
    while (!Files.readString(out).contains("ready")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("a worker does not start: " + Files.readString(out));
      }
      Thread.sleep(20);
    }
    return process;
  }

  /** Starts all workers but the first, for a client that waits for them. */
  public void workers(ClusterSpec cluster, Versions versions, int idleSeconds) throws IOException {
    for (int task = 1; task < cluster.size(); task++) {
      worker(Files.createTempFile(folder, "worker", ".txt"), cluster, task, versions, idleSeconds);
    }
  }

  private Process worker(
      Path out, ClusterSpec cluster, int task, Versions versions, int idleSeconds)
      throws IOException {
    return start(
        out,
        WorkerMain.class.getName(),
        cluster.toString(),
        Integer.toString(task),
        versions.glyphnet(),
        versions.tensorflow(),
        Integer.toString(idleSeconds));
  }

  /** Starts a main class. */
  public Process start(Path out, String... mainAndArguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.cachedir=" + org.bytedeco.javacpp.Loader.getCacheDir(),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process = builder.start();
    all.add(process);
    return process;
  }

  /** Sends a signal. */
  public static void signal(Process process, String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + process.pid() + " ends with " + code);
    }
  }

  /** The lines of a file that are not TensorFlow's own. */
  public static List<String> own(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("WARNING: All log messages before absl::InitializeLog()"))
        .filter(line -> !line.matches("[IWE]\\d{4} \\d\\d.*"))
        .collect(Collectors.toList());
  }

  @Override
  public void close() throws IOException {
    for (Process process : all) {
      process.destroyForcibly();
    }
  }
}
