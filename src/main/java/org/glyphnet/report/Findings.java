package org.glyphnet.report;

import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.tensorflow.Session;

/**
 * What a look into a trained network finds: how it takes the test images, what its first filters
 * are, and how one image goes through it. Holds no native memory.
 *
 * @param source where the network came from, such as a checkpoint's name
 * @param dataset that the images are of
 * @param tested number of test images
 * @param confusion of the test images
 * @param mistakes test images taken for another class, those that the network was surest of first
 * @param filters of the first layer
 * @param example the way through the network of the test image that it is surest of
 */
record Findings(
    String source,
    ImageDataset dataset,
    int tested,
    ConfusionMatrix confusion,
    List<TestPredictions.Mistake> mistakes,
    FilterBank filters,
    Activations example) {

  /** Looks; runs every test image through the session once. */
  static Findings of(RunReport.Network network) {
    Session session = network.session();
    ImageDataset dataset = network.dataset();
    TestPredictions predictions = TestPredictions.of(session, dataset, network.split().test());
    return new Findings(
        network.source(),
        dataset,
        network.split().test().length,
        ConfusionMatrix.of(dataset, predictions.images(), predictions.guesses()),
        predictions.mistakes(dataset),
        FilterBank.read(session),
        Activations.of(session, dataset, predictions.surestRight(dataset)));
  }
}
