package org.glyphnet.network;

import java.util.List;

/**
 * What keeps a training step from fitting the training images alone; all off in the book.
 * Immutable.
 *
 * @param weightDecay share of a kernel that a step takes away, times the learning rate, at least 0
 *     (decoupled from the gradient: Loshchilov and Hutter, 2017, arXiv:1711.05101)
 * @param labelSmoothing share of the wanted probability that all classes get alike, in [0, 1)
 *     (Szegedy et al., 2015, arXiv:1512.00567)
 * @param averaging how much of the averaged weights a step keeps, in [0, 1); above 0 the averages
 *     are what is evaluated, saved and served, under the variables' own names, and the weights that
 *     steps move stand beside them as {@code <variable>/Trained} (Polyak and Juditsky, 1992)
 * @param classWeights what each class's images count, above 0, a number a class; empty for 1 each
 */
public record Regularisation(
    float weightDecay, float labelSmoothing, float averaging, List<Float> classWeights) {
  /** Nothing. */
  public static final Regularisation NONE = new Regularisation(0, 0, 0, List.of());

  public Regularisation {
    if (!(weightDecay >= 0 && weightDecay < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight decay must be at least 0, found " + weightDecay);
    }
    Checks.share(labelSmoothing, "label smoothing");
    Checks.share(averaging, "averaging of the weights");
    classWeights = classWeights == null ? List.of() : List.copyOf(classWeights);
    classWeights.forEach(weight -> Checks.above0(weight, "the weight of a class"));
  }

  /** Whether the averages are evaluated, saved and served. */
  public boolean averaged() {
    return averaging > 0;
  }

  /** The same with class weights. */
  public Regularisation withClassWeights(List<Float> weights) {
    return new Regularisation(weightDecay, labelSmoothing, averaging, weights);
  }
}
