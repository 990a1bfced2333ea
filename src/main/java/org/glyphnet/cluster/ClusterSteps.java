package org.glyphnet.cluster;

import java.util.List;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.PartitionedNet;
import org.glyphnet.network.StepSpec;
import org.glyphnet.network.TensorNames;
import org.glyphnet.training.BatchTensors;
import org.glyphnet.training.StepPlace;
import org.glyphnet.training.Steps;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/**
 * Training steps that a cluster takes. Each epoch begins with the trainer's variables, which are
 * pushed to the workers; what the steps make of them is pulled back when somebody asks for it. So
 * all that is evaluated, saved and restored is the one network that a single machine trains.
 *
 * <p>Owns a session on the cluster; {@link #close} frees it. The cluster stays the caller's.
 */
public final class ClusterSteps implements StepPlace {
  private final Cluster cluster;
  private final Step step;
  private final RunOptions limit;
  private PartitionedNet net;
  private Session session;

  /** What a step does. */
  public record Step(NetworkSpec network, StepSpec step, long seed) {}

  public ClusterSteps(Cluster cluster, Step step) {
    this.cluster = cluster;
    this.step = step;
    this.limit = TimeLimits.ofRun(cluster.limits().step());
  }

  /**
   * Begins to take steps from where a session's variables are.
   *
   * @throws WorkerLostException when a worker does not answer in time; so do all calls of the steps
   */
  @Override
  public Steps begin(Session local) {
    if (session == null) {
      net =
          PartitionedNet.of(
              step.network(),
              step.step(),
              step.seed(),
              new PartitionedNet.Placement(
                  cluster.spec().size(), ClusterSpec::device, cluster.nextContainer()));
      session = cluster.open(net.graph());
    }
    WholeVariables whole = new WholeVariables(local, net.variables());
    run(() -> whole.push(session, limit));
    return new Steps() {
      private boolean settled = true;

      @Override
      public float take(BatchTensors batch, float learningRate) {
        settled = false;
        return run(() -> cost(batch, learningRate));
      }

      @Override
      public void settle() {
        if (!settled) {
          run(() -> whole.pull(session, limit));
          settled = true;
        }
      }

      @Override
      public void close() {}
    };
  }

  private float cost(BatchTensors batch, float learningRate) {
    try (TFloat32 rate = TFloat32.scalarOf(learningRate);
        Result result =
            session
                .runner()
                .feed(TensorNames.IMAGE, batch.image())
                .feed(TensorNames.LABEL, batch.label())
                .feed(TensorNames.LEARNING_RATE, rate)
                .addTarget(TensorNames.TRAIN_STEP)
                .fetch(TensorNames.STEP_COST)
                .setOptions(limit)
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private interface Call<T> {
    T run();
  }

  private <T> T run(Call<T> call) {
    try {
      return call.run();
    } catch (TensorFlowException e) {
      throw cluster.lost(e);
    }
  }

  /**
   * Closing waits for workers that may not answer, up to the time limit; nobody else has to wait
   * for it.
   */
  @Override
  public void close() {
    if (session == null) {
      return;
    }
    List<AutoCloseable> left = List.of(session, net);
    session = null;
    Thread closing = new Thread(() -> closeAll(left), "cluster-session-close");
    closing.setDaemon(true);
    closing.start();
  }

  private static void closeAll(List<AutoCloseable> left) {
    try {
      for (AutoCloseable one : left) {
        one.close();
      }
    } catch (Exception e) {
      Thread.currentThread().interrupt(); // it ends here: what is left is the workers' to free
    }
  }
}
