package org.glyphnet.network;

/**
 * Settings of the Adam optimiser (Kingma and Ba, 2014, arXiv:1412.6980).
 *
 * @param learningRate step size, above 0
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon the paper's epsilon hat, above 0
 */
public record AdamSpec(float learningRate, float beta1, float beta2, float epsilon) {
  public AdamSpec {
    if (!(learningRate > 0 && learningRate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("learning rate must be above 0, found " + learningRate);
    }
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new IllegalArgumentException("beta1 must be at least 0 and below 1, found " + beta1);
    }
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("beta2 must be at least 0 and below 1, found " + beta2);
    }
    if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Adam's epsilon must be above 0, found " + epsilon);
    }
  }

  /** The book's: learning rate 0.0002, beta1 0.5, beta2 0.999, epsilon 1e-8. */
  public static AdamSpec book() {
    return new AdamSpec(0.0002f, 0.5f, 0.999f, 1e-8f);
  }
}
