package org.glyphnet.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Shuffle;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Means and variances of batch normalisation over the training images, with the weights as they
 * are: what is evaluated, saved and served then depends neither on the size of the last batch nor
 * on weights of earlier steps. Images go through in large batches, each normalised by its own
 * statistics; the statistics of all batches together are kept (the law of total variance).
 */
final class TrueStatistics {
  private static final String MEAN = "/batch_mean";
  private static final String VARIANCE = "/batch_variance";

  /** Statistics of this many images are as good as those of all. */
  private static final int MOST_IMAGES = 10_000;

  private static final int BATCH = 250;

  private final Session session;
  private final List<String> layers;
  private final List<String> dropouts;

  /**
   * @param session on a network built for training
   */
  TrueStatistics(Session session) {
    this.session = session;
    this.layers = named(session.graph(), "BatchNorm_Layer", MEAN);
    this.dropouts = named(session.graph(), "DropOut_Layer", "/mask");
  }

  /** Sums over batches of one layer's unit. */
  private static final class Sums {
    private double[] values = {};
    private double[] squares = {};

    void add(float[] mean, float[] variance, int images) {
      if (values.length == 0) {
        values = new double[mean.length];
        squares = new double[mean.length];
      }
      for (int i = 0; i < mean.length; i++) {
        values[i] += (double) images * mean[i];
        squares[i] += images * (variance[i] + (double) mean[i] * mean[i]);
      }
    }

    float[] mean(int images) {
      float[] mean = new float[values.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (values[i] / images);
      }
      return mean;
    }

    float[] variance(int images) {
      float[] variance = new float[values.length];
      for (int i = 0; i < variance.length; i++) {
        double mean = values[i] / images;
        variance[i] = (float) Math.max(0, squares[i] / images - mean * mean);
      }
      return variance;
    }
  }

  /**
   * Sets the statistics of all layers.
   *
   * @param images of the training part
   * @param seed what a choice among many images is drawn from
   * @param stop asked after each batch
   * @throws TrainingStoppedException when it was asked to stop; the statistics are then as before
   */
  void recompute(ImageDataset dataset, int[] images, long seed, BooleanSupplier stop) {
    if (layers.isEmpty()) {
      return;
    }
    int[] chosen = images;
    if (images.length > MOST_IMAGES) {
      chosen = Arrays.copyOf(Shuffle.of(images, seed, Shuffle.STATISTICS), MOST_IMAGES);
    }
    int count = chosen.length;
    TrainingPlan even = new TrainingPlan(1, BATCH, 1, seed);
    List<Sums> sums = new ArrayList<>();
    layers.forEach(layer -> sums.add(new Sums()));
    try (BatchFeed feed = new BatchFeed(dataset, chosen, from -> even.batchEnd(from, count));
        TBool training = TBool.scalarOf(true);
        TFloat32 all = TFloat32.scalarOf(1)) {
      while (feed.hasNext()) {
        if (stop.getAsBoolean()) {
          throw new TrainingStoppedException("stopped while statistics were recomputed");
        }
        BatchTensors batch = feed.next();
        add(batch, training, all, feed.to() - feed.from(), sums);
      }
    }
    for (int i = 0; i < sums.size(); i++) {
      VariableValues.set(session, layers.get(i) + "/moving_mean", sums.get(i).mean(count));
      VariableValues.set(session, layers.get(i) + "/moving_variance", sums.get(i).variance(count));
    }
  }

  private void add(BatchTensors batch, TBool training, TFloat32 all, int images, List<Sums> sums) {
    Session.Runner runner =
        session
            .runner()
            .feed(TensorNames.IMAGE, batch.image())
            .feed(TensorNames.IS_TRAINING, training);
    // Nothing is dropped: a mask of ones, whatever its shape.
    dropouts.forEach(layer -> runner.feed(layer + "/mask", all));
    for (String layer : layers) {
      runner.fetch(layer + MEAN).fetch(layer + VARIANCE);
    }
    try (Result result = runner.run()) {
      for (int i = 0; i < sums.size(); i++) {
        sums.get(i).add(floats(result, 2 * i), floats(result, 2 * i + 1), images);
      }
    }
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** The layers of the evaluated network that have an operation of that name. */
  private static List<String> named(Graph graph, String layer, String operation) {
    List<String> found = new ArrayList<>();
    Iterator<GraphOperation> operations = graph.operations();
    while (operations.hasNext()) {
      String name = operations.next().name();
      if (name.startsWith(layer) && name.endsWith(operation)) {
        found.add(name.substring(0, name.length() - operation.length()));
      }
    }
    return found;
  }
}
