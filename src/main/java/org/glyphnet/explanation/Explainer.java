package org.glyphnet.explanation;

import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageShape;
import org.glyphnet.inference.Classifier;

/**
 * Shows on which places of an image a saved model's decision rests.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("saved_models/classifier-mnist"))) {
 *   float[] pixels = classifier.pixels(ImageIO.read(photo), Preparation.MNIST);
 *   Classification digit = classifier.classify(pixels);
 *   HeatMap heat = Explainer.of(classifier).layerCam(pixels, digit.prediction());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Owns no native memory; it ends with its classifier, later calls throw {@link
 * IllegalStateException}.
 */
public final class Explainer {
  private final Classifier classifier;
  private final Explanation explanation;

  private Explainer(Classifier classifier, Explanation explanation) {
    this.classifier = classifier;
    this.explanation = explanation;
  }

  /**
   * For a classifier, which stays its owner's.
   *
   * @throws DataException when its network is not one of glyphnet's
   */
  public static Explainer of(Classifier classifier) {
    ImageShape shape = classifier.shape();
    return new Explainer(
        classifier, classifier.graph().with(session -> new Explanation(session, shape)));
  }

  /**
   * LayerCAM: which places make a class's score larger, by all convolution blocks together (Jiang
   * et al., 2021, doi:10.1109/TIP.2021.3089943): each block's output weighted by its own gradient
   * where that is above 0, summed over the filters, on a scale from 0 to 1, and the mean of the
   * blocks. It keeps the places apart that a dense layer after them does, which Grad-CAM does not.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1] as in training
   * @param label number of the class
   * @return of the image's size
   * @throws IllegalArgumentException for another number of values, or no such class
   */
  public HeatMap layerCam(float[] pixels, int label) {
    check(pixels, label);
    return classifier.graph().with(session -> explanation.layerCam(pixels, label));
  }

  /**
   * Grad-CAM: which places make a class's score larger (Selvaraju et al., 2017, arXiv:1610.02391),
   * by the last convolution block: each map weighted by its mean gradient, summed, what is below 0
   * cut off. Made for networks that end in global pooling; where a dense layer sees every place for
   * itself, the mean says little and the map can be empty.
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1] as in training
   * @param label number of the class
   * @return of the image's size
   * @throws IllegalArgumentException for another number of values, or no such class
   */
  public HeatMap gradCam(float[] pixels, int label) {
    check(pixels, label);
    return classifier.graph().with(session -> explanation.gradCam(pixels, label));
  }

  /**
   * Occlusion: how much a class's probability falls when a square of the image is covered (Zeiler
   * and Fergus, 2014, arXiv:1311.2901).
   *
   * @param pixels {@code [height, width, channels]}, row-major, in [0, 1] as in training
   * @param label number of the class
   * @return of the image's size
   * @throws IllegalArgumentException for another number of values, or no such class
   */
  public HeatMap occlusion(float[] pixels, int label) {
    check(pixels, label);
    return classifier.graph().with(session -> explanation.occlusion(pixels, label));
  }

  private void check(float[] pixels, int label) {
    if (pixels.length != classifier.shape().size()) {
      throw new IllegalArgumentException(
          "an image of " + pixels.length + " values; the network takes " + classifier.shape());
    }
    if (label < 0 || label >= classifier.labels().size()) {
      throw new IllegalArgumentException(
          "class " + label + "; there are " + classifier.labels().size());
    }
  }
}
