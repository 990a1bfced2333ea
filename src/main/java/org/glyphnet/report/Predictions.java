package org.glyphnet.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.TensorNames;
import org.glyphnet.training.BatchFeed;
import org.glyphnet.training.BatchTensors;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What a network takes images for, and how sure it is.
 *
 * @param images numbers in the data set
 * @param guesses class of each, in the same order
 * @param probabilities of that class, in [0, 1], in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Predictions(
    ImageDataset dataset, int[] images, int[] guesses, float[] probabilities, float[][] scores) {
  private static final int BATCH = 250;

  /**
   * An image that was taken for another class than its own.
   *
   * @param image its number in the data set
   * @param label its class
   * @param guess the class that it was taken for
   * @param probability of the guess, in [0, 1]
   */
  record Mistake(int image, int label, int guess, double probability) {}

  /** Runs the images through a session in inference mode. */
  static Predictions of(Session session, ImageDataset dataset, int[] images) {
    int[] guesses = new int[images.length];
    float[] probabilities = new float[images.length];
    float[][] scores = new float[images.length][dataset.classNames().size()];
    boolean trains = session.graph().operation(TensorNames.IS_TRAINING) != null;
    try (BatchFeed feed =
            new BatchFeed(dataset, images, from -> Math.min(from + BATCH, images.length));
        TBool inference = TBool.scalarOf(false)) {
      while (feed.hasNext()) {
        BatchTensors batch = feed.next();
        Session.Runner runner = session.runner().feed(TensorNames.IMAGE, batch.image());
        if (trains) {
          runner.feed(TensorNames.IS_TRAINING, inference);
        }
        try (Result result =
            runner
                .fetch(TensorNames.PREDICTION)
                .fetch(TensorNames.PROBABILITIES)
                .fetch(TensorNames.scoresIn(session.graph()))
                .run()) {
          TInt64 prediction = (TInt64) result.get(0);
          TFloat32 probability = (TFloat32) result.get(1);
          FloatDataBuffer score = ((TFloat32) result.get(2)).asRawTensor().data().asFloats();
          for (int i = feed.from(); i < feed.to(); i++) {
            int row = i - feed.from();
            guesses[i] = Math.toIntExact(prediction.getLong(row));
            probabilities[i] = probability.getFloat(row, guesses[i]);
            score.offset((long) row * scores[i].length).read(scores[i]);
          }
        }
      }
    }
    return new Predictions(dataset, images, guesses, probabilities, scores);
  }

  /** Whether an image was taken for its own class. */
  boolean right(int i) {
    return dataset.label(images[i]) == guesses[i];
  }

  /** How many were. */
  long right() {
    return IntStream.range(0, images.length).filter(this::right).count();
  }

  /** All mistakes, those that the network was most sure of first. */
  List<Mistake> mistakes() {
    return IntStream.range(0, images.length)
        .filter(i -> !right(i))
        .mapToObj(
            i -> new Mistake(images[i], dataset.label(images[i]), guesses[i], probabilities[i]))
        .sorted(
            Comparator.comparingDouble(
                    (Mistake m) -> Double.isNaN(m.probability()) ? 0 : -m.probability())
                .thenComparing(Mistake::image))
        .toList();
  }

  /** The image taken for its own class that the network was surest of; where there is none, any. */
  int surestRight() {
    return IntStream.range(0, images.length)
        .filter(this::right)
        .boxed()
        .max(Comparator.comparingDouble(i -> probabilities[i]))
        .map(i -> images[i])
        .orElse(images[0]);
  }
}
