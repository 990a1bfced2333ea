package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glyphnet.runs.ClusterCsv;

/** What a step took of each machine of a cluster, in words. */
final class ClusterText {
  private ClusterText() {}

  /** Null, which the page leaves out, for a run that no cluster has trained. */
  static String of(List<ClusterCsv.Line> workers) {
    if (workers.isEmpty()) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "A step that was measured took %.3f s on a cluster of %d: %s; %s sent in all.",
        workers.get(0).stepSeconds(),
        workers.size(),
        workers.stream()
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "worker %d (%s) computed in %.0f%% of it and sent %s",
                        one.worker(),
                        one.address(),
                        100 * one.busyShare(),
                        megabytes(one.sentBytes())))
            .collect(Collectors.joining(", ")),
        megabytes(workers.stream().mapToLong(ClusterCsv.Line::sentBytes).sum()));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }
}
