package org.glyphnet.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.ClassScores;
import org.glyphnet.network.TensorNames;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * What a network makes of a list of images in inference mode.
 *
 * @param accuracy share classified right, in [0, 1]
 * @param cost mean cost
 * @param predictions predicted class of each image, in the list's order
 * @param scoresSha256 SHA-256 in hex of all scores as little-endian float32, image after image:
 *     equal only when every score is equal to the last bit
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared as a whole, and 70,000 boxed numbers are too many
public record Evaluation(double accuracy, double cost, int[] predictions, String scoresSha256) {
  /**
   * Images a run. Fixed, because the same image in another batch can score differently in the last
   * bits, and comparing to the last bit is what evaluations are for.
   */
  private static final int BATCH = 250;

  /**
   * Runs the images through a session, by the names in {@link TensorNames} that the book's readers
   * use, so that a restored graph is evaluated by exactly the code that evaluates a trained one.
   *
   * @param images indices into the data set, at least one
   */
  public static Evaluation of(Session session, ImageDataset dataset, int[] images) {
    return of(session, dataset, images, done -> {});
  }

  /**
   * The same, and tells how far it is.
   *
   * @param progress hears after each batch how many images are done
   */
  public static Evaluation of(
      Session session, ImageDataset dataset, int[] images, IntConsumer progress) {
    return of(session, dataset, images, progress, () -> false);
  }

  /**
   * The same, unless it is asked to stop.
   *
   * @param progress hears after each batch how many images are done
   * @param stop asked before each batch
   * @throws TrainingStoppedException when it was
   */
  static Evaluation of(
      Session session,
      ImageDataset dataset,
      int[] images,
      IntConsumer progress,
      BooleanSupplier stop) {
    Tally tally = new Tally(dataset, images);
    String scores = TensorNames.scoresIn(session.graph());
    try (TBool inference = TBool.scalarOf(false)) {
      tally.addAll(
          progress,
          stop,
          (batch, from, size) -> {
            try (Result result =
                batch
                    .runner(session, inference)
                    .fetch(scores)
                    .fetch(TensorNames.ACCURACY)
                    .fetch(TensorNames.COST)
                    .run()) {
              tally.addScores((TFloat32) result.get(0), from, size);
              // The tensor is a share of the batch; as a count it adds up without rounding.
              tally.right += Math.round((double) ((TFloat32) result.get(1)).getFloat() * size);
              tally.cost += (double) ((TFloat32) result.get(2)).getFloat() * size;
            }
          });
    }
    return tally.evaluation();
  }

  /**
   * Runs the images through a graph that only serves, which has no labels, cost or accuracy: both
   * are worked out here, from its scores.
   *
   * @param images indices into the data set, at least one
   * @param progress hears after each batch how many images are done
   */
  public static Evaluation ofServing(
      Session session, ImageDataset dataset, int[] images, IntConsumer progress) {
    String scores = TensorNames.scoresIn(session.graph());
    return ofServing(
        batch -> {
          try (Result result =
              session.runner().feed(TensorNames.IMAGE, batch).fetch(scores).run()) {
            TFloat32 tensor = (TFloat32) result.get(0);
            float[] values = new float[Math.toIntExact(tensor.size())];
            tensor.asRawTensor().data().asFloats().read(values);
            return values;
          }
        },
        dataset,
        images,
        progress);
  }

  /**
   * The same of anything that tells scores.
   *
   * @param network takes images, {@code [batch, height, width, channels]} in [0, 1], and gives
   *     their scores, {@code [batch, classes]}
   */
  public static Evaluation ofServing(
      Function<TFloat32, float[]> network,
      ImageDataset dataset,
      int[] images,
      IntConsumer progress) {
    Tally tally = new Tally(dataset, images);
    tally.addAll(
        progress,
        () -> false,
        (batch, from, size) -> {
          tally.addScores(network.apply(batch.image()), from, size);
          for (int i = 0; i < size; i++) {
            int label = dataset.label(images[from + i]);
            tally.right += tally.predictions[from + i] == label ? 1 : 0;
            tally.cost += crossEntropy(tally.scores, i * tally.classes, tally.classes, label);
          }
        });
    return tally.evaluation();
  }

  /** Sends a batch through a network and tells the tally. */
  private interface Forward {
    void run(BatchTensors batch, int from, int size);
  }

  /** What has come together so far. */
  private static final class Tally {
    private final ImageDataset dataset;
    private final int[] images;
    private final int classes;
    private final int[] predictions;
    private final MessageDigest digest = sha256();
    private float[] scores = {};
    private long right;
    private double cost;

    Tally(ImageDataset dataset, int[] images) {
      this.dataset = dataset;
      this.images = images;
      this.classes = dataset.classNames().size();
      this.predictions = new int[images.length];
    }

    void addAll(IntConsumer progress, BooleanSupplier stop, Forward forward) {
      try (BatchFeed feed =
          new BatchFeed(dataset, images, from -> Math.min(from + BATCH, images.length))) {
        while (feed.hasNext()) {
          if (stop.getAsBoolean()) {
            throw new TrainingStoppedException("stopped while evaluating");
          }
          BatchTensors batch = feed.next();
          forward.run(batch, feed.from(), feed.to() - feed.from());
          progress.accept(feed.to());
        }
      }
    }

    void addScores(TFloat32 tensor, int from, int size) {
      if (scores.length != size * classes) {
        scores = new float[size * classes];
      }
      tensor.asRawTensor().data().asFloats().read(scores);
      addScores(scores, from, size);
    }

    void addScores(float[] values, int from, int size) {
      scores = values;
      for (int i = 0; i < size; i++) {
        predictions[from + i] = ClassScores.highest(scores, i * classes, classes);
      }
      digest.update(littleEndian(scores));
    }

    Evaluation evaluation() {
      return new Evaluation(
          (double) right / images.length,
          cost / images.length,
          predictions,
          HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** Softmax cross-entropy: the logarithm of the sum of all exp(score), less the label's score. */
  private static double crossEntropy(float[] scores, int offset, int count, int label) {
    // The highest score is taken out of the sum, so that no exp overflows.
    double highest = scores[offset + ClassScores.highest(scores, offset, count)];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(scores[offset + i] - highest);
    }
    return highest + Math.log(sum) - scores[offset + label];
  }

  private static ByteBuffer littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
