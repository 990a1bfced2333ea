package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.inference.Classification;
import org.glyphnet.inference.Classifier;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.TensorNames;
import org.glyphnet.saving.SavedModelExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** A network whose temperature is fitted at the end of its training. */
class CalibratedTrainingTest {
  private static final ImageDataset BARS = Fixtures.bars(300);
  private static final Split SPLIT = split();

  @TempDir static Path folder;

  private static ConvNet plain;
  private static ConvNet calibrated;
  private static Session session;
  private static Trainer.Trained without;
  private static Trainer.Trained with;
  private static Path model;

  @BeforeAll
  static void trainBoth() throws IOException {
    plain = Fixtures.net(1);
    without = trainer(plain).train();
    NetworkSpec spec = Fixtures.spec();
    calibrated =
        ConvNet.forTraining(spec.withDense(spec.dense().calibrated(true)), Fixtures.FAST, 1);
    Trainer trainer = trainer(calibrated);
    with = trainer.train();
    session = trainer.session();
    model =
        SavedModelExporter.export(
            folder.resolve("calibrated"),
            calibrated,
            session,
            Fixtures.SETTINGS,
            BARS.classNames());
  }

  @AfterAll
  static void free() {
    calibrated.close();
    plain.close();
  }

  private static Split split() {
    return new Split(
        IntStream.range(0, 200).toArray(),
        IntStream.range(200, 250).toArray(),
        IntStream.range(250, 300).toArray());
  }

  private static Trainer trainer(ConvNet net) {
    return new Trainer(
        net, Fixtures.SETTINGS, BARS, SPLIT, new TrainingPlan(2, 20, 1000, 1), List.of());
  }

  @Test
  void noScoreIsAnotherForIt() {
    assertThat(with.train().scoresSha256()).isEqualTo(without.train().scoresSha256());
    assertThat(with.test().scoresSha256()).isEqualTo(without.test().scoresSha256());
  }

  /** Worked out here again: the least cross-entropy among temperatures from 0.02 to 50. */
  @Test
  void theTemperatureHasTheLeastCrossEntropyOnTheValidationImages() throws IOException {
    List<Classification> validation = classified(SPLIT.validation());
    double best = Double.NaN;
    double least = Double.POSITIVE_INFINITY;
    for (double t = 0.02; t < 50; t *= 1.001) {
      double cost = 0;
      for (int i = 0; i < validation.size(); i++) {
        cost -= Math.log(softmax(validation.get(i).scores(), t)[BARS.label(SPLIT.validation()[i])]);
      }
      if (cost < least) {
        least = cost;
        best = t;
      }
    }

    assertThat(temperature()).isCloseTo((float) best, within((float) best / 500)).isNotEqualTo(1);
  }

  @Test
  void theSavedModelsProbabilitiesAreTakenAtIt() throws IOException {
    for (Classification one : classified(SPLIT.test())) {
      double[] expected = softmax(one.scores(), temperature());
      for (int label = 0; label < expected.length; label++) {
        assertThat((double) one.probabilities()[label]).isCloseTo(expected[label], within(1e-5));
      }
    }
  }

  @Test
  void withoutAPartForChoosingThereIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Trainer(
                    calibrated,
                    Fixtures.SETTINGS,
                    BARS,
                    Fixtures.split(BARS, 50),
                    new TrainingPlan(1, 20, 1000, 1),
                    List.of()))
        .withMessageContaining("validation part");
  }

  /** One by one: the single image's own graph has to keep it, too. */
  private static List<Classification> classified(int[] images) throws IOException {
    List<Classification> all = new ArrayList<>();
    try (Classifier classifier = Classifier.load(model, Fixtures.SETTINGS)) {
      for (int image : images) {
        float[] pixels = new float[BARS.shape().size()];
        BARS.copyScaled(image, pixels, 0);
        all.add(classifier.classify(pixels));
      }
    }
    return all;
  }

  private static float temperature() {
    try (Result result = session.runner().fetch(TensorNames.TEMPERATURE + "/read").run()) {
      return Fixtures.floats((TFloat32) result.get(0))[0];
    }
  }

  private static double[] softmax(float[] scores, double temperature) {
    double sum = 0;
    double[] probabilities = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp(scores[i] / temperature);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
