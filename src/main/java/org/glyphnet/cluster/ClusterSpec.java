package org.glyphnet.cluster;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

/**
 * The processes that train one network together, in an order that all of them are told alike. The
 * first is the one that reads the data and saves what was trained.
 *
 * @param workers at least one, no two alike
 */
public record ClusterSpec(List<WorkerAddress> workers) {
  static final String JOB = "worker";

  public ClusterSpec {
    workers = List.copyOf(workers);
    if (workers.isEmpty()) {
      throw new IllegalArgumentException("a cluster has at least one worker");
    }
    if (new HashSet<>(workers).size() < workers.size()) {
      throw new IllegalArgumentException("one worker is named twice: " + text(workers));
    }
  }

  /**
   * Reads {@code host:port,host:port,...}.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static ClusterSpec parse(String text) {
    return new ClusterSpec(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(WorkerAddress::parse).toList());
  }

  /** How many workers there are. */
  public int size() {
    return workers.size();
  }

  /** The worker of a number from 0. */
  public WorkerAddress worker(int task) {
    return workers.get(task);
  }

  /**
   * The number of the worker at an address.
   *
   * @throws IllegalArgumentException when there is none
   */
  public int task(WorkerAddress address) {
    int task = workers.indexOf(address);
    if (task < 0) {
      throw new IllegalArgumentException(
          address + " is not in the cluster " + this + "; a worker listens at one of its places");
    }
    return task;
  }

  /** A worker as messages call it: {@code worker 1 (host:port)}. */
  public String describe(int task) {
    return "worker " + task + " (" + worker(task) + ")";
  }

  /** The name by which TensorFlow places operations on a worker. */
  static String device(int task) {
    return "/job:" + JOB + "/replica:0/task:" + task + "/device:CPU:0";
  }

  /** What a TensorFlow server is started with. */
  ServerDef serverDef(int task, ConfigProto config) {
    JobDef.Builder job = JobDef.newBuilder().setName(JOB);
    for (int i = 0; i < size(); i++) {
      job.putTasks(i, worker(i).toString());
    }
    return ServerDef.newBuilder()
        .setProtocol("grpc")
        .setJobName(JOB)
        .setTaskIndex(task)
        .setCluster(ClusterDef.newBuilder().addJob(job))
        .setDefaultSessionConfig(config)
        .build();
  }

  @Override
  public String toString() {
    return text(workers);
  }

  private static String text(List<WorkerAddress> workers) {
    return workers.stream().map(WorkerAddress::toString).collect(Collectors.joining(","));
  }
}
