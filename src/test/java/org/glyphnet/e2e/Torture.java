package org.glyphnet.e2e;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glyphnet.files.DurableFiles;

/**
 * The long trials of what the program promises to survive; {@code scripts/torture} runs it. Each
 * kind prints what it saw, and at the end stands how many were tried and how many survived.
 */
public final class Torture {
  /** More than this is growth, not noise. */
  private static final double FLAT = 1.05;

  private static final int EPOCHS = 10;
  private static final int LOADS = 200;

  /** The same for a service, whose memory settles later. */
  private static final double SERVICE_FLAT = 1.10;

  private static final int ROUNDS = 20;
  private static final HostileService.Load ROUND = new HostileService.Load(250, 250, 25);

  /** Share of a run's time that its checkpoints may take. */
  private static final double CHEAP = 0.02;

  private final Path folder;
  private final PrintStream out;
  private int tried;
  private int survived;

  private Torture(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs the trials.
   *
   * @param args what to try: {@code kills} or {@code cluster} with a number and a seed, {@code
   *     service} with a seed, {@code disk}, {@code loads}, {@code memory} or {@code cost}, the last
   *     two with the folder of MNIST's files
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("torture-");
    Torture torture = new Torture(folder, System.out);
    try {
      torture.run(List.of(args));
    } finally {
      DurableFiles.deleteTree(folder);
    }
    System.out.println(torture.tried + " tried, " + torture.survived + " survived");
    System.exit(torture.tried == torture.survived ? 0 : 1);
  }

  private void run(List<String> words) throws Exception {
    switch (words.get(0)) {
      case "kills" -> {
        int runs = Integer.parseInt(words.get(1));
        tried += runs;
        survived += new KilledRuns(folder, Long.parseLong(words.get(2)), out).run(runs);
      }
      case "cluster" -> cluster(words);
      case "service" -> service(Long.parseLong(words.get(1)));
      case "disk" -> count(new FullDisk(folder, out).run("1200k"));
      case "loads" -> loads();
      case "memory" -> training(Path.of(words.get(1)));
      case "cost" -> cost(Path.of(words.get(1)));
      default ->
          throw new IllegalArgumentException(
              "kills, cluster, service, disk, loads, memory or cost");
    }
  }

  /** The kinds of faults in turn; the network is only cut off where it is nobody else's. */
  private void cluster(List<String> words) throws IOException, InterruptedException {
    List<ClusterFaults.Fault> kinds = new ArrayList<>(List.of(ClusterFaults.Fault.values()));
    if (!words.contains("link")) {
      kinds.remove(ClusterFaults.Fault.LINK_DOWN);
    }
    try (ClusterFaults faults = ClusterFaults.ofProcesses(folder, Long.parseLong(words.get(2)))) {
      for (int i = 0; i < Integer.parseInt(words.get(1)); i++) {
        ClusterFaults.Fault fault = kinds.get(i % kinds.size());
        List<String> wrong = faults.run(fault, "run" + i);
        out.println(fault + ": " + (wrong.isEmpty() ? "as it should be" : wrong));
        count(wrong.isEmpty());
      }
    }
  }

  /** Pictures, documents and versions that nobody means, in rounds; memory is that of the first. */
  private void service(long seed) throws Exception {
    out.println("seed " + seed);
    try (HostileService service = HostileService.start(folder, seed)) {
      for (int i = 1; i <= ROUNDS; i++) {
        List<String> wrong = service.round(ROUND);
        wrong.forEach(out::println);
        tried += ROUND.all();
        survived += Math.max(0, ROUND.all() - wrong.size());
        out.printf(
            Locale.ROOT,
            "round %d: %d wrong; %d sound requests so far, the slowest in %.2f s; %.0f MiB%n",
            i,
            wrong.size(),
            service.sound(),
            service.slowest(),
            service.memory().get(i - 1));
      }
      double last = service.memory().get(ROUNDS - 1);
      double first = service.memory().get(0);
      out.printf(Locale.ROOT, "resident memory %.3f times that of the first round%n", last / first);
      count(last <= SERVICE_FLAT * first);
    }
  }

  private void loads() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    TinyRun run = new TinyRun(folder, "run");
    new Program(folder).run(run.train("--epochs", "1"));
    double[] grown = ResidentMemory.ofLoads(run.model().resolve("1"), LOADS);
    count(
        flat(LOADS + " loads and closes of a SavedModel, after the last", grown, LOADS / 10 + ""));
  }

  private void training(Path mnist) throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder, "run");
    double[] grown =
        ResidentMemory.ofTraining(
            run,
            Map.of("GLYPHNET_DATA", mnist.toAbsolutePath().toString()),
            EPOCHS,
            "train",
            "--dataset",
            "mnist",
            "--preset",
            "compact",
            "--run",
            "run",
            "--epochs",
            Integer.toString(EPOCHS));
    count(flat("MNIST, compact, after epoch " + EPOCHS, grown, "epoch 2"));
  }

  private void cost(Path mnist) throws IOException {
    double[] seconds = CheckpointCost.measure(mnist, folder, 1);
    double share = seconds[0] / seconds[1];
    out.printf(
        Locale.ROOT,
        "checkpointing took %.2f s of a book-text epoch's %.1f s: %.2f%%%n",
        seconds[0],
        seconds[1],
        100 * share);
    count(share <= CHEAP);
  }

  private boolean flat(String what, double[] lateAndEarly, String early) {
    double ratio = lateAndEarly[0] / lateAndEarly[1];
    out.printf(
        Locale.ROOT,
        "%s: %.1f MiB resident, %.3f times the %.1f MiB after %s%n",
        what,
        lateAndEarly[0],
        ratio,
        lateAndEarly[1],
        early);
    return lateAndEarly[1] > 0 && ratio <= FLAT;
  }

  private void count(boolean held) {
    tried++;
    survived += held ? 1 : 0;
  }
}
