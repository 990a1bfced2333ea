package org.glyphnet.cluster;

import java.util.List;

/**
 * What a worker says of itself before it may take part.
 *
 * @param versions what it runs
 * @param task which of the cluster's workers it takes itself for
 * @param cluster the cluster as it was told
 */
record Introduction(Versions versions, int task, String cluster) {
  private static final String SEPARATOR = "\n";

  /** As it stands on the worker's board. */
  String toText() {
    return String.join(
        SEPARATOR, versions.glyphnet(), versions.tensorflow(), Integer.toString(task), cluster);
  }

  /** Reads it; what a later version may write differently is kept as its version. */
  static Introduction parse(String text) {
    List<String> lines = List.of(text.split(SEPARATOR, -1));
    boolean ours = lines.size() == 4 && lines.get(2).matches("[0-9]{1,6}");
    return ours
        ? new Introduction(
            new Versions(lines.get(0), lines.get(1)), Integer.parseInt(lines.get(2)), lines.get(3))
        : new Introduction(new Versions(lines.get(0), "of unknown version"), -1, "");
  }

  /**
   * Checks that a worker may take part.
   *
   * @param found what it says of itself
   * @throws WorkerRefusedException when it may not; the message names both sides
   */
  void check(Introduction found, ClusterSpec spec) {
    String who = spec.describe(task);
    if (!found.versions.equals(versions)) {
      throw new WorkerRefusedException(
          who
              + " runs "
              + found.versions
              + ", this is "
              + versions
              + "; start the same version everywhere");
    }
    if (found.task != task || !found.cluster.equals(cluster)) {
      throw new WorkerRefusedException(
          who
              + " was started as worker "
              + found.task
              + " of "
              + found.cluster
              + ", this run has "
              + cluster
              + "; start all with the same list of workers");
    }
  }
}
