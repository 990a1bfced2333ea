package org.glyphnet.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment variable {@code TF_CONFIG}, by which the operators of TensorFlow clusters tell
 * each process who is in the cluster and which of them it is: {@code {"cluster": {"worker":
 * ["host:port", ...]}, "task": {"type": "worker", "index": 0}}}. A {@code chief} comes before the
 * workers; jobs of other names are no part of the cluster.
 *
 * @param cluster all processes
 * @param task which one this is
 */
public record TfConfig(ClusterSpec cluster, int task) {
  /** The variable's name. */
  public static final String NAME = "TF_CONFIG";

  private static final List<String> JOBS = List.of("chief", ClusterSpec.JOB);

  /**
   * Reads its value.
   *
   * @throws IllegalArgumentException when it is no JSON of that form
   */
  public static TfConfig parse(String json) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(NAME + " is not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode task = root.path("task");
    String type = task.path("type").asText();
    int index = task.path("index").asInt(-1);
    List<WorkerAddress> workers = new ArrayList<>();
    int own = -1;
    for (String job : JOBS) {
      JsonNode addresses = root.path("cluster").path(job);
      if (job.equals(type) && index >= 0 && index < addresses.size()) {
        own = workers.size() + index;
      }
      addresses.forEach(address -> workers.add(WorkerAddress.parse(address.asText())));
    }
    if (own < 0) {
      throw new IllegalArgumentException(
          NAME + " names no task of the jobs chief and worker: '" + type + "' " + index);
    }
    return new TfConfig(new ClusterSpec(workers), own);
  }
}
