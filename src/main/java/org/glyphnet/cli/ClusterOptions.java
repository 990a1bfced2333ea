package org.glyphnet.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.glyphnet.cluster.Cluster;
import org.glyphnet.cluster.ClusterSpec;
import org.glyphnet.cluster.Exposure;
import org.glyphnet.cluster.TfConfig;
import org.glyphnet.cluster.TimeLimits;
import org.glyphnet.cluster.Versions;
import org.glyphnet.runs.Environment;

/** What a client and the workers of a cluster are both told. */
final class ClusterOptions {
  static final String CLUSTER = "cluster";
  static final String TRUST = "i-trust-this-network";
  static final String STEP_LIMIT = "step-limit";
  static final String WORKER_LIMIT = "worker-limit";

  private static final int LONGEST = 86_400;

  private ClusterOptions() {}

  /** The options of a client. */
  static OptionList options() {
    return new OptionList()
        .value(
            CLUSTER,
            "HOSTS",
            "HOST:PORT,HOST:PORT,...: trains on several machines, of which the first is this one;"
                + " TF_CONFIG takes them from that environment variable")
        .value(
            STEP_LIMIT,
            "SECONDS",
            "with --cluster: a step that takes longer has lost a worker (default: 60)")
        .value(
            WORKER_LIMIT,
            "SECONDS",
            "with --cluster: how long a worker is waited for, at first and when it is lost"
                + " (default: 300)")
        .flag(TRUST, "with --cluster: the ports may be reached from outside this machine");
  }

  /**
   * The cluster that {@code --cluster} names.
   *
   * @param typed its value
   * @param environment the variable TF_CONFIG, null when it is not set
   */
  static ClusterSpec cluster(String typed, String environment) {
    try {
      return typed.equals(TfConfig.NAME)
          ? TfConfig.parse(environment == null ? "" : environment).cluster()
          : ClusterSpec.parse(typed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--" + CLUSTER + ": " + e.getMessage() + "; it takes HOST:PORT,HOST:PORT,...", e);
    }
  }

  /**
   * The cluster that a client is to train on, if it is to.
   *
   * @param environment the variable TF_CONFIG, null when it is not set
   */
  static Optional<ClusterSpec> ofClient(Arguments arguments, String environment)
      throws IOException {
    Optional<ClusterSpec> cluster =
        arguments.text(CLUSTER).map(typed -> cluster(typed, environment));
    if (cluster.isPresent()) {
      checkTrusted(cluster.get().worker(0).port(), arguments);
    }
    return cluster;
  }

  /** Becomes a cluster's worker 0. */
  static Cluster start(ClusterSpec spec, Arguments arguments) {
    return Cluster.start(
        spec, TrainingOptions.session(arguments).threads(), versions(), limits(arguments));
  }

  private static TimeLimits limits(Arguments arguments) {
    return new TimeLimits(
        seconds(arguments, STEP_LIMIT, TimeLimits.DEFAULT.step(), 1),
        seconds(arguments, WORKER_LIMIT, TimeLimits.DEFAULT.worker(), 0));
  }

  static Duration seconds(Arguments arguments, String option, Duration byDefault, int least) {
    return Duration.ofSeconds(
        arguments.integer(option, byDefault.toSeconds(), (long) least, (long) LONGEST));
  }

  /** What has to be the same in all processes. */
  static Versions versions() {
    var versions = Environment.present().versions();
    return new Versions(versions.get("glyphnet"), versions.get("tensorflow"));
  }

  /**
   * Checks that the user knows who can reach a port.
   *
   * @return the addresses at which it can be reached from outside
   * @throws UsageException when it can and nothing was said of that
   */
  static List<String> checkTrusted(int port, Arguments arguments) throws IOException {
    List<String> addresses = Exposure.addresses();
    if (!addresses.isEmpty() && !arguments.has(TRUST)) {
      throw new UsageException(
          "port "
              + port
              + " could be reached from outside, at "
              + String.join(", ", addresses)
              + ", and TensorFlow's server runs what anybody sends it; where only your own machines"
              + " reach it (private network, tunnel, firewall) say --"
              + TRUST);
    }
    return addresses;
  }
}
