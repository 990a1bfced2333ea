package org.glyphnet.training;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * The book's training loop: in each epoch every training image once, in a new order, in batches of
 * one Adam step each; after each epoch, and once before the first, all images in inference mode.
 *
 * <p>Owns its session, not the network; {@link #close} frees the session.
 */
public final class Trainer implements AutoCloseable {
  private final ImageDataset dataset;
  private final Split split;
  private final TrainingPlan plan;
  private final List<TrainingListener> listeners;
  private final Session session;

  /**
   * Initialises the network's variables.
   *
   * @param net built for training, for images of the data set's shape
   */
  public Trainer(
      ConvNet net,
      SessionSettings settings,
      ImageDataset dataset,
      Split split,
      TrainingPlan plan,
      List<TrainingListener> listeners) {
    this.dataset = dataset;
    this.split = split;
    this.plan = plan;
    this.listeners = List.copyOf(listeners);
    this.session = new Session(net.graph(), settings.toConfig());
    session.initialize();
  }

  /**
   * What training came to.
   *
   * @param train all training images through the trained network, in the split's order
   * @param test the same for the test images
   */
  public record Trained(Evaluation train, Evaluation test) {}

  /**
   * Trains for all of the plan's epochs.
   *
   * @throws IOException when a listener cannot write
   * @throws DivergedException when the cost is no finite number
   */
  public Trained train() throws IOException {
    return train(Progress.START, () -> false);
  }

  /**
   * Trains from where a run stands to the end of the plan's epochs; every step, and every number
   * that listeners hear but the times, is what it would have been without the break.
   *
   * @param from where the run stands; the session must hold the variables as they were then
   * @param stop asked after every step, and within evaluations after every batch
   * @throws IOException when a listener cannot write
   * @throws DivergedException when the cost is no finite number
   * @throws TrainingStoppedException when it was asked to stop, after the listeners have heard it
   */
  public Trained train(Progress from, BooleanSupplier stop) throws IOException {
    Progress at = from;
    try {
      Trained trained = null;
      if (at.equals(Progress.START)) {
        trained = endEpoch(-1, Double.NaN, 0, stop);
      }
      while (at.epochs() < plan.epochs()) {
        int epoch = at.epochs();
        for (TrainingListener listener : listeners) {
          listener.epochStarted(epoch, split.train().length);
        }
        at = steps(at, stop);
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped in epoch " + epoch);
        }
        trained = endEpoch(epoch, at.costSum() / at.images(), at.seconds(), stop);
        at = Progress.afterEpoch(epoch);
      }
      return trained == null ? evaluate(stop) : trained;
    } catch (TrainingStoppedException e) {
      for (TrainingListener listener : listeners) {
        listener.stopped(at, session);
      }
      throw e;
    }
  }

  /** The session with the variables as they are; it belongs to this object. */
  public Session session() {
    return session;
  }

  /** The steps that an epoch still has, or those until it is to stop; returns where the run is. */
  private Progress steps(Progress from, BooleanSupplier stop) throws IOException {
    Progress at = from;
    int[] order = Batches.order(split.train(), plan.seed(), at.epochs());
    try (BatchFeed feed =
            new BatchFeed(
                dataset, order, image -> plan.batchEnd(image, order.length), at.images());
        TrainingStep step = new TrainingStep(session);
        TBool inference = TBool.scalarOf(false)) {
      while (feed.hasNext() && !stop.getAsBoolean()) {
        long start = System.nanoTime();
        BatchTensors batch = feed.next();
        float cost = finite(step.take(batch), at);
        if (feed.from() % plan.reportEvery() == 0) {
          report(at.epochs(), feed.from(), batch, inference);
        }
        at = at.afterStep(feed.to() - feed.from(), cost, (System.nanoTime() - start) / 1e9);
        var end = new TrainingListener.StepEnd(at, order.length, cost, session);
        for (TrainingListener listener : listeners) {
          listener.stepDone(end);
        }
      }
    }
    return at;
  }

  private static float finite(float cost, Progress before) {
    if (Float.isFinite(cost)) {
      return cost;
    }
    throw new DivergedException(
        String.format(
            Locale.ROOT,
            "epoch %d, step %d: the cost is %s",
            before.epochs(),
            before.steps() + 1,
            Float.isNaN(cost) ? "not a number" : "infinite"));
  }

  private void report(int epoch, int from, BatchTensors batch, TBool inference) {
    TrainingListener.BatchReport report;
    try (Result result =
        batch
            .runner(session, inference)
            .fetch(TensorNames.COST)
            .fetch(TensorNames.ACCURACY)
            .run()) {
      report =
          new TrainingListener.BatchReport(
              epoch,
              from,
              ((TFloat32) result.get(0)).getFloat(),
              ((TFloat32) result.get(1)).getFloat());
    }
    for (TrainingListener listener : listeners) {
      listener.batchReported(report);
    }
  }

  private Trained endEpoch(int epoch, double cost, double seconds, BooleanSupplier stop)
      throws IOException {
    for (TrainingListener listener : listeners) {
      listener.evaluationStarted(epoch);
    }
    Trained now = evaluate(stop);
    if (!Double.isFinite(now.train().cost()) || !Double.isFinite(now.test().cost())) {
      throw new DivergedException(
          "epoch " + epoch + ", evaluation after its last step: the cost is not finite");
    }
    EpochResult result =
        new EpochResult(
            epoch,
            cost,
            now.train().accuracy(),
            now.test().accuracy(),
            seconds,
            seconds > 0 ? split.train().length / seconds : 0);
    for (TrainingListener listener : listeners) {
      listener.epochEnded(new TrainingListener.EpochEnd(result, now.train(), now.test(), session));
    }
    return now;
  }

  private Trained evaluate(BooleanSupplier stop) {
    return new Trained(
        Evaluation.of(session, dataset, split.train(), stop),
        Evaluation.of(session, dataset, split.test(), stop));
  }

  @Override
  public void close() {
    session.close();
  }
}
