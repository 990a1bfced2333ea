package org.glyphnet.saving;

import org.glyphnet.Internal;

/**
 * The names under which a SavedModel offers its graphs, signatures and tensors. They are a promise:
 * clients and other programs ask by them.
 */
@Internal
public final class Signatures {
  /** Tag of the meta graph with everything that training needs. */
  public static final String TRAIN_TAG = "train";

  /** Tag of the meta graph for inference. */
  public static final String SERVE_TAG = "serve";

  /** Key of the signature for inference, under {@link #SERVE_TAG}. */
  public static final String SERVING_DEFAULT = "serving_default";

  /** Method of the signature for inference. */
  public static final String PREDICT_METHOD = "tensorflow/serving/predict";

  /** Key of the signature for evaluation, under {@link #TRAIN_TAG}. */
  public static final String EVALUATE = "evaluate";

  /** Method of the signature for evaluation. */
  public static final String EVALUATE_METHOD = "glyphnet/evaluate";

  /** Input: float32 {@code [batch, height, width, channels]}, in [0, 1]. */
  public static final String IMAGE = "image";

  /** Input of the evaluation: int64 {@code [batch]}. */
  public static final String LABEL = "label";

  /** Input of the evaluation: bool scalar. */
  public static final String IS_TRAINING = "is_training";

  /** Output: the logits, float32 {@code [batch, classes]}. */
  public static final String SCORES = "scores";

  /** Output: softmax of the logits, float32 {@code [batch, classes]}. */
  public static final String PROBABILITIES = "probabilities";

  /** Output: the class with the highest logit, int64 {@code [batch]}. */
  public static final String PREDICTION = "prediction";

  /** Output of the evaluation: mean softmax cross-entropy, float32 scalar. */
  public static final String COST = "cost";

  /** Output of the evaluation: share of the batch that is classified right, float32 scalar. */
  public static final String ACCURACY = "accuracy";

  private Signatures() {}
}
