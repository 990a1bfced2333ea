package org.glyphnet.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;

/**
 * The names that are a promise: whoever restores a saved graph looks its tensors up by these. Each
 * is the name of an operation; the tensor is its output 0 ({@code image:0}).
 */
public final class TensorNames {
  /** Placeholder, float32 {@code [batch, height, width, channels]}, values in [0, 1]. */
  public static final String IMAGE = "image";

  /** Placeholder, int64 {@code [batch]}, class numbers. */
  public static final String LABEL = "label";

  /** Placeholder, bool scalar: true in a training step, false in inference. */
  public static final String IS_TRAINING = "is_training";

  /** Float32 scalar: mean softmax cross-entropy over the batch. */
  public static final String COST = "cost";

  /** Float32 scalar: share of the batch that is classified right. */
  public static final String ACCURACY = "accuracy";

  /**
   * Scores, float32 {@code [batch, classes]}: in every network, but not in those that were saved
   * before networks could have another depth than the book's; see {@link #scoresIn}.
   */
  public static final String SCORES = "scores";

  /** The scores of a network with the book's depth and head. */
  public static final String BOOK_SCORES = "LRELU_Layer4";

  /** The same under the name by which the book's readers restore them. */
  public static final String BOOK_SCORES_ALIAS = "LeakyRELU_Layer4/Maximum";

  /** Softmax of the scores, float32 {@code [batch, classes]}. */
  public static final String PROBABILITIES = "probabilities";

  /** Arg max of the scores, int64 {@code [batch]}. */
  public static final String PREDICTION = "prediction";

  /** Float32 variable {@code [1]}: what a calibrated network's scores are divided by. */
  public static final String TEMPERATURE = "temperature";

  /** Int64 scalar variable: training steps done. */
  public static final String GLOBAL_STEP = "global_step";

  /** Placeholder with a default, float32 scalar: the learning rate of the training step. */
  public static final String LEARNING_RATE = "learning_rate";

  /** Float32 scalar: the cost of a batch as the training step sees it, in the step's precision. */
  public static final String STEP_COST = "step_cost";

  /** Operation that makes one training step when it is run. */
  public static final String TRAIN_STEP = "Adam";

  /** All that name a tensor. */
  public static final List<String> ALL =
      List.of(
          IMAGE,
          LABEL,
          IS_TRAINING,
          COST,
          ACCURACY,
          SCORES,
          BOOK_SCORES,
          BOOK_SCORES_ALIAS,
          PROBABILITIES,
          PREDICTION,
          GLOBAL_STEP);

  private TensorNames() {}

  /** The name of the scores in a graph of ours, whichever version wrote it. */
  public static String scoresIn(Graph graph) {
    return graph.operation(SCORES) == null ? BOOK_SCORES : SCORES;
  }

  /**
   * The last layer of each convolution block of a graph of ours, in their order; none in a graph of
   * somebody else's.
   */
  public static List<String> convolutionBlocks(Graph graph) {
    List<String> layers = new ArrayList<>();
    for (int i = 1; graph.operation("Conv2d_Layer" + i) != null; i++) {
      String pooled = "MaxPool_Layer" + i;
      layers.add(graph.operation(pooled) == null ? "Conv2d_Layer" + i : pooled);
    }
    return layers;
  }
}
