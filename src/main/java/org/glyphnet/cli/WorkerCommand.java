package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.cluster.TfConfig;
import org.glyphnet.cluster.Versions;
import org.glyphnet.cluster.Worker;
import org.glyphnet.cluster.WorkerAddress;

/** {@code worker}: one member of a training cluster. */
final class WorkerCommand implements Command {
  private static final String LISTEN = "listen";
  private static final String IDLE = "idle-limit";
  private static final Duration IDLE_BY_DEFAULT = Duration.ofMinutes(10);

  private final String environment;
  private final Consumer<Runnable> beforeTheEnd;

  /**
   * @param environment the variable TF_CONFIG, null when it is not set
   * @param beforeTheEnd is given what to do when the process is told to end
   */
  WorkerCommand(String environment, Consumer<Runnable> beforeTheEnd) {
    this.environment = environment;
    this.beforeTheEnd = beforeTheEnd;
  }

  @Override
  public Declaration declaration() {
    return new Declaration(
        "worker", "computes its part of a training run for 'train --cluster' on another machine");
  }

  @Override
  public OptionList options() {
    return new OptionList()
        .value(
            LISTEN,
            "HOST:PORT",
            "which of the cluster's places this process takes (default: the task in the environment"
                + " variable TF_CONFIG)")
        .value(
            ClusterOptions.CLUSTER,
            "HOSTS",
            "HOST:PORT,HOST:PORT,...: all processes, the same list for each; the first is the one"
                + " that trains (default: the cluster in TF_CONFIG)")
        .value(IDLE, "SECONDS", "ends after so long without a client (default: 600)")
        .value("threads", "N", "threads that compute (default: one a processor)")
        .flag(ClusterOptions.TRUST, "the port may be reached from outside this machine");
  }

  @Override
  public void run(Arguments arguments, Screen screen) throws IOException {
    PrintStream out = screen.out();
    TfConfig place = place(arguments);
    ClusterSpec cluster = place.cluster();
    int port = cluster.worker(place.task()).port();
    Duration idle = ClusterOptions.seconds(arguments, IDLE, IDLE_BY_DEFAULT, 1);
    int threads = arguments.integer("threads", Runtime.getRuntime().availableProcessors(), 1, 1024);
    List<String> outside = ClusterOptions.checkTrusted(port, arguments);
    Versions versions = ClusterOptions.versions();

    Worker worker = Worker.start(cluster, place.task(), threads, versions);
    String who = cluster.describe(place.task());
    AtomicBoolean idled = new AtomicBoolean();
    beforeTheEnd.accept(
        () -> {
          if (!idled.get()) {
            out.println("Told to end: " + who + " ends");
          }
        });
    out.printf(Locale.ROOT, "%s of %s: %s, %d threads%n", capital(who), cluster, versions, threads);
    out.printf(
        Locale.ROOT,
        "Computes for 'glyphnet train --cluster' on worker 0. Ctrl-C ends it; without a client it"
            + " ends by itself after %d s.%n",
        idle.toSeconds());
    if (!outside.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "Whoever reaches port %d at %s can run programs here: TensorFlow's server asks for no"
              + " password, encrypts nothing and listens on every interface.%n",
          port,
          String.join(", ", outside));
    }
    try {
      worker.serve(idle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    idled.set(true);
    out.printf(Locale.ROOT, "No client for %d s: %s ends%n", idle.toSeconds(), who);
  }

  private TfConfig place(Arguments arguments) {
    TfConfig place;
    if (!arguments.has(LISTEN) && !arguments.has(ClusterOptions.CLUSTER)) {
      if (environment == null) {
        throw new UsageException(
            "--listen HOST:PORT and --cluster HOST:PORT,HOST:PORT,... are missing, and the"
                + " environment variable TF_CONFIG is not set");
      }
      place = fromEnvironment();
    } else {
      place = typed(arguments);
    }
    if (place.task() == 0) {
      throw new UsageException(
          "worker 0 ("
              + place.cluster().worker(0)
              + ") is the process that trains; start it with: glyphnet train --cluster "
              + place.cluster());
    }
    return place;
  }

  private TfConfig fromEnvironment() {
    try {
      return TfConfig.parse(environment);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private TfConfig typed(Arguments arguments) {
    ClusterSpec cluster =
        ClusterOptions.cluster(
            arguments
                .text(ClusterOptions.CLUSTER)
                .orElseThrow(
                    () ->
                        new UsageException("--listen needs --cluster HOST:PORT,HOST:PORT,... too")),
            environment);
    String listen =
        arguments
            .text(LISTEN)
            .orElseThrow(() -> new UsageException("--cluster needs --listen HOST:PORT too"));
    try {
      return new TfConfig(cluster, cluster.task(WorkerAddress.parse(listen)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--listen: " + e.getMessage(), e);
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
