package org.glyphnet.cluster;

import java.util.List;
import java.util.function.Consumer;
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
  /** The first ones still have their beginning in them. */
  private static final int MEASURED_STEP = 3;

  private final Cluster cluster;
  private final Step step;
  private final RunOptions limit;
  private final Consumer<Measured> measured;
  private PartitionedNet net;
  private Session session;

  /** What a step does. */
  public record Step(NetworkSpec network, StepSpec step, long seed) {}

  /**
   * A step that was measured.
   *
   * @param seconds that it took, as its client sees it
   * @param trace what each worker did in it
   */
  public record Measured(double seconds, StepTrace trace) {}

  /** Steps that nobody wants to have measured. */
  public ClusterSteps(Cluster cluster, Step step) {
    this(cluster, step, null);
  }

  /**
   * @param measured is told what one step of each beginning cost, once it is taken; null for nobody
   */
  public ClusterSteps(Cluster cluster, Step step, Consumer<Measured> measured) {
    this.cluster = cluster;
    this.step = step;
    this.measured = measured;
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
      private int taken;

      @Override
      public float take(BatchTensors batch, float learningRate) {
        settled = false;
        taken++;
        boolean noted = measured != null && taken == MEASURED_STEP;
        return run(() -> noted ? measuredCost(batch, learningRate) : cost(batch, learningRate));
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
        Result result = runner(batch, rate).setOptions(limit).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private float measuredCost(BatchTensors batch, float learningRate) {
    RunOptions traced = limit.toBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    long start = System.nanoTime();
    try (TFloat32 rate = TFloat32.scalarOf(learningRate);
        Result result = runner(batch, rate).setOptions(traced).runAndFetchMetadata()) {
      double seconds = (System.nanoTime() - start) / 1e9;
      result
          .getMetadata()
          .ifPresent(
              metadata ->
                  measured.accept(
                      new Measured(
                          seconds, StepTrace.of(metadata.getStepStats(), cluster.spec().size()))));
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private Session.Runner runner(BatchTensors batch, TFloat32 rate) {
    return session
        .runner()
        .feed(TensorNames.IMAGE, batch.image())
        .feed(TensorNames.LABEL, batch.label())
        .feed(TensorNames.LEARNING_RATE, rate)
        .addTarget(TensorNames.TRAIN_STEP)
        .fetch(TensorNames.STEP_COST);
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
