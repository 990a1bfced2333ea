package org.glyphnet.benchmark;

import java.util.stream.IntStream;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.training.BatchFeed;
import org.glyphnet.training.TrainingStep;
import org.tensorflow.Session;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/**
 * The training step as training takes it: batches assembled and fed, the cost fetched. Its session
 * is the network's.
 */
final class TrainingSpeed {
  static final int BATCH = 128;
  private static final int WARM_UP_STEPS = 4;
  private static final long SEED = 1;

  private final Session session;
  private final ImageDataset dataset;
  private int round;

  /**
   * Begins a session and takes the first steps.
   *
   * @param net built for training
   * @param dataset whose images are fed
   */
  TrainingSpeed(ConvNet net, SessionSettings settings, ImageDataset dataset) {
    this.dataset = dataset;
    session = net.open(settings);
    session.initialize();
    seconds(WARM_UP_STEPS);
  }

  /** The network in training as it is measured, the caller's to close. */
  static ConvNet network(NetworkSpec spec, Precision precision) {
    return ConvNet.forTraining(spec, AdamSpec.book(), SEED, precision);
  }

  /** One measurement over some steps, in images/s. */
  double imagesPerSecond(int steps) {
    return (double) steps * BATCH / seconds(steps);
  }

  /** The session with the variables as the measurements left them. */
  Session session() {
    return session;
  }

  /** Runs one step with every operation timed. */
  RunMetadata trace() {
    try (BatchFeed feed = feed(1);
        TrainingStep step = new TrainingStep(session);
        var result =
            step.runner(feed.next())
                .setOptions(
                    RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build())
                .runAndFetchMetadata()) {
      return result.getMetadata().orElseThrow();
    }
  }

  private double seconds(int steps) {
    long start = System.nanoTime();
    try (BatchFeed feed = feed(steps);
        TrainingStep step = new TrainingStep(session)) {
      while (feed.hasNext()) {
        step.take(feed.next());
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Images in random order, from the beginning again where a round needs more than there are. */
  private BatchFeed feed(int steps) {
    int[] all = IntStream.range(0, dataset.count()).toArray();
    int[] order = new int[steps * BATCH];
    for (int at = 0; at < order.length; at += all.length) {
      int[] shuffled = Batches.order(all, SEED, round++);
      System.arraycopy(shuffled, 0, order, at, Math.min(all.length, order.length - at));
    }
    return new BatchFeed(dataset, order, from -> from + BATCH);
  }
}
