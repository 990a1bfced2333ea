package org.glyphnet.training;

import java.io.IOException;
import java.util.List;
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
   * Trains for all of the plan's epochs.
   *
   * @throws IOException when a listener cannot write
   */
  public void train() throws IOException {
    endEpoch(-1, Double.NaN, 0, 0);
    int images = split.train().length;
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      for (TrainingListener listener : listeners) {
        listener.epochStarted(epoch, images);
      }
      long start = System.nanoTime();
      double cost = steps(epoch);
      double seconds = (System.nanoTime() - start) / 1e9;
      endEpoch(epoch, cost, seconds, images / seconds);
    }
  }

  /** The session with the variables as they are; it belongs to this object. */
  public Session session() {
    return session;
  }

  /** The steps of one epoch; returns their mean cost an image. */
  private double steps(int epoch) {
    int[] order = Batches.order(split.train(), plan.seed(), epoch);
    double cost = 0;
    try (BatchFeed feed = new BatchFeed(dataset, order, from -> plan.batchEnd(from, order.length));
        TrainingStep step = new TrainingStep(session);
        TBool inference = TBool.scalarOf(false)) {
      while (feed.hasNext()) {
        BatchTensors batch = feed.next();
        cost += (double) step.take(batch) * (feed.to() - feed.from());
        if (feed.from() % plan.reportEvery() == 0) {
          report(epoch, feed.from(), batch, inference);
        }
        for (TrainingListener listener : listeners) {
          listener.stepDone(epoch, feed.to());
        }
      }
    }
    return cost / order.length;
  }

  private void report(int epoch, int from, BatchTensors batch, TBool inference) {
    TrainingListener.BatchReport report;
    try (Result result =
        session
            .runner()
            .feed(TensorNames.IMAGE, batch.image())
            .feed(TensorNames.LABEL, batch.label())
            .feed(TensorNames.IS_TRAINING, inference)
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

  private void endEpoch(int epoch, double cost, double seconds, double imagesPerSecond)
      throws IOException {
    for (TrainingListener listener : listeners) {
      listener.evaluationStarted(epoch);
    }
    Evaluation train = Evaluation.of(session, dataset, split.train());
    Evaluation test = Evaluation.of(session, dataset, split.test());
    EpochResult result =
        new EpochResult(epoch, cost, train.accuracy(), test.accuracy(), seconds, imagesPerSecond);
    for (TrainingListener listener : listeners) {
      listener.epochEnded(new TrainingListener.EpochEnd(result, train, test, session));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
