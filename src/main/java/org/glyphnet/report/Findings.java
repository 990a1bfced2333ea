package org.glyphnet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.training.Temperature;
import org.tensorflow.Session;

/**
 * What a look into a trained network finds: how it takes the test images, which training labels it
 * doubts, what its first filters are, and how one image goes through it. Holds no native memory.
 *
 * @param source where the network came from, such as a checkpoint's name
 * @param test how it takes the test images
 * @param confusion of the test images
 * @param mistakes test images taken for another class, those that the network was surest of first
 * @param doubtful training images whose labels look wrong
 * @param temperature fitted on the validation images; empty where there are none
 * @param calibrated whether the network has one itself
 * @param filters of the first layer
 * @param example the way through the network of the test image that it is surest of
 * @param explanation heat maps of some test images
 */
record Findings(
    String source,
    Predictions test,
    ConfusionMatrix confusion,
    List<Predictions.Mistake> mistakes,
    DoubtfulLabels doubtful,
    OptionalDouble temperature,
    boolean calibrated,
    FilterBank filters,
    Activations example,
    ExplanationSection explanation) {

  /**
   * Looks; runs every image of each part through the session once, and the training images through
   * those of earlier epochs.
   */
  static Findings of(RunReport.Network network) {
    Session session = network.session();
    ImageDataset dataset = network.dataset();
    Predictions test = Predictions.of(session, dataset, network.split().test());
    return new Findings(
        network.source(),
        test,
        ConfusionMatrix.of(dataset, test.images(), test.guesses()),
        test.mistakes(),
        doubtful(network),
        temperature(network),
        Temperature.isIn(session),
        FilterBank.read(session),
        Activations.of(session, dataset, test.surestRight()),
        ExplanationSection.of(network.inference(), test));
  }

  /** The images that all of it is about. */
  ImageDataset dataset() {
    return test.dataset();
  }

  /** Number of test images. */
  int tested() {
    return test.images().length;
  }

  private static DoubtfulLabels doubtful(RunReport.Network network) {
    List<Predictions> states = new ArrayList<>();
    for (Session state : network.earlier()) {
      states.add(Predictions.of(state, network.dataset(), network.split().train()));
    }
    states.add(Predictions.of(network.session(), network.dataset(), network.split().train()));
    return DoubtfulLabels.of(states);
  }

  private static OptionalDouble temperature(RunReport.Network network) {
    int[] validation = network.split().validation();
    if (validation.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Temperature.fitted(network.session(), network.dataset(), validation, () -> false));
  }
}
