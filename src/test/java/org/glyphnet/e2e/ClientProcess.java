package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glyphnet.cluster.ClusterSpec;

/** A client that is a process of its own for each run, as the user starts it. */
final class ClientProcess implements ClusterClient {
  private final Path folder;
  private final ClusterSpec cluster;
  private final ClusterFaults.Length length;
  private final List<Process> started = new ArrayList<>();

  ClientProcess(Path folder, ClusterSpec cluster, ClusterFaults.Length length) {
    this.folder = folder;
    this.cluster = cluster;
    this.length = length;
  }

  @Override
  public Running train(TinyRun run, int workerLimitSeconds) throws IOException {
    return begin(words(run.train(length.words()), workerLimitSeconds));
  }

  @Override
  public Running resume(TinyRun run, int workerLimitSeconds) throws IOException {
    return begin(words(run.resume(length.words()), workerLimitSeconds));
  }

  /** Kills the run that was begun last. */
  void kill() throws InterruptedException {
    started.get(started.size() - 1).destroyForcibly().waitFor();
  }

  private Running begin(String... words) throws IOException {
    Program program = new Program(folder, ClusterFaults.LIGHT);
    Process process = program.begin(words);
    started.add(process);
    return new Running() {
      @Override
      public boolean isAlive() {
        return process.isAlive();
      }

      @Override
      public Program.Outcome outcome() throws IOException, InterruptedException {
        return program.outcome(process, words);
      }
    };
  }

  private String[] words(String[] words, int workerLimitSeconds) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(
        List.of(
            "--cluster",
            cluster.toString(),
            "--step-limit",
            Integer.toString(length.stepLimitSeconds()),
            "--worker-limit",
            Integer.toString(workerLimitSeconds),
            "--i-trust-this-network"));
    return all.toArray(new String[0]);
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
