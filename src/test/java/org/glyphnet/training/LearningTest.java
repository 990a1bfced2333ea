package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.GraphVariables;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Regularisation;
import org.glyphnet.network.StepSpec;
import org.junit.jupiter.api.Test;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** What there is beside plain steps. */
class LearningTest {
  private static final ImageDataset BARS = Fixtures.bars(61);
  private static final Split SPLIT = Fixtures.split(BARS, 12);
  private static final Learning RECOMPUTED = new Learning(null, null, true, null, null, false, 0);

  /** A trained network's variables, and the training images' inputs of one normalisation. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trained(Map<String, float[]> variables, float[] normalised) {}

  private static Trained train(NetworkSpec spec, Learning learning, StartingValues start)
      throws IOException {
    TrainingPlan plan = new TrainingPlan(2, 16, 1000, 1, learning);
    try (ConvNet net = ConvNet.forTraining(spec, plan.step(Fixtures.FAST, Precision.FLOAT32), 1)) {
      Trainer trainer = new Trainer(net, Fixtures.SETTINGS, BARS, SPLIT, plan, List.of());
      if (start != null) {
        trainer.startFrom(start);
      }
      trainer.train();
      Map<String, float[]> variables = new HashMap<>();
      for (GraphVariables.Entry<?> variable : net.variables()) {
        if (variable.ref().type() == TFloat32.class) {
          variables.put(variable.name(), fetch(trainer.session(), variable.name() + "/read"));
        }
      }
      return new Trained(variables, fetch(trainer.session(), "DenseLayer3"));
    }
  }

  private static float[] fetch(Session session, String tensor) {
    try (BatchTensors batch = new BatchTensors(BARS);
        TBool inference = TBool.scalarOf(false)) {
      batch.load(SPLIT.train(), 0, SPLIT.train().length);
      try (Result result = batch.runner(session, inference).fetch(tensor).run()) {
        return Fixtures.floats((TFloat32) result.get(0));
      }
    }
  }

  @Test
  void recomputedStatisticsAreThoseOfTheTrainingImagesUnderTheFinalWeights() throws IOException {
    Trained trained = train(Fixtures.spec(), RECOMPUTED, null);
    float[] mean = trained.variables().get("BatchNorm_Layer3/moving_mean");
    float[] variance = trained.variables().get("BatchNorm_Layer3/moving_variance");
    int units = mean.length;
    int images = SPLIT.train().length;
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      double squares = 0;
      for (int image = 0; image < images; image++) {
        double x = trained.normalised()[image * units + unit];
        sum += x;
        squares += x * x;
      }
      assertThat((double) mean[unit]).isCloseTo(sum / images, within(1e-4));
      assertThat((double) variance[unit])
          .isCloseTo(squares / images - Math.pow(sum / images, 2), within(1e-4));
    }
  }

  @Test
  void standardisedInputHasTheTrainingImagesMeanAndDeviation() throws IOException {
    NetworkSpec spec = Fixtures.spec();
    ImageShape shape = BARS.shape();
    Trained trained =
        train(
            spec.withInput(new InputSpec(shape.height(), shape.width(), shape.channels(), true)),
            Learning.BOOK,
            null);
    double sum = 0;
    double squares = 0;
    float[] pixels = new float[shape.size()];
    for (int image : SPLIT.train()) {
      BARS.copyScaled(image, pixels, 0);
      for (float pixel : pixels) {
        sum += pixel;
        squares += (double) pixel * pixel;
      }
    }
    double count = (double) SPLIT.train().length * pixels.length;
    assertThat((double) trained.variables().get("Standardise_Image/mean")[0])
        .isCloseTo(sum / count, within(1e-6));
    assertThat((double) trained.variables().get("Standardise_Image/deviation")[0])
        .isCloseTo(Math.sqrt(squares / count - Math.pow(sum / count, 2)), within(1e-6));
  }

  @Test
  void frozenConvolutionsStayAsTheModelHadThemAndHaveNoSlots() throws IOException {
    Trained model = train(Fixtures.spec(), Learning.BOOK, null);
    Trained next =
        train(
            Fixtures.spec(),
            Learning.BOOK.withFrozenConvolutions(true),
            new StartingValues(values(model)));

    for (String name : List.of("Conv2d_Layer1/kernel", "Conv2d_Layer2/bias")) {
      assertThat(next.variables().get(name)).isEqualTo(model.variables().get(name));
      assertThat(next.variables()).doesNotContainKey(name + "/Adam");
    }
    assertThat(next.variables().get("DenseLayer3/kernel"))
        .isNotEqualTo(model.variables().get("DenseLayer3/kernel"));
  }

  @Test
  void modelForOtherClassesGetsANewHeadAndOneOfOtherLayersIsRefused() throws IOException {
    Map<String, StartingValues.Value> values =
        new HashMap<>(values(train(Fixtures.spec(), Learning.BOOK, null)));
    values.put("DenseLayer4/kernel", new StartingValues.Value(List.of(6L, 9L), new float[54]));
    TrainingPlan plan = new TrainingPlan(1, 16, 1000, 1);
    try (ConvNet net = Fixtures.net(2)) {
      Trainer trainer = new Trainer(net, Fixtures.SETTINGS, BARS, SPLIT, plan, List.of());
      List<String> anew = trainer.startFrom(new StartingValues(values));

      assertThat(anew).contains("DenseLayer4/kernel", "DenseLayer4/bias", "BatchNorm_Layer4/gamma");
      assertThat(anew).doesNotContain("DenseLayer3/kernel");
      values.remove("Conv2d_Layer1/kernel");
      assertThatThrownBy(() -> trainer.startFrom(new StartingValues(values)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("has no Conv2d_Layer1/kernel");
    }
  }

  private static Map<String, StartingValues.Value> values(Trained trained) {
    Map<String, StartingValues.Value> values = new HashMap<>();
    try (ConvNet net = Fixtures.net(1)) {
      for (GraphVariables.Entry<?> variable : net.variables()) {
        if (trained.variables().containsKey(variable.name())) {
          List<Long> shape = new ArrayList<>();
          for (long size : variable.ref().shape().asArray()) {
            shape.add(size);
          }
          values.put(
              variable.name(),
              new StartingValues.Value(shape, trained.variables().get(variable.name())));
        }
      }
    }
    return values;
  }

  @Test
  void averagedWeightsAreTheAverageOfWhatTheStepsMoved() throws IOException {
    // One step: kept = (1 + 0) / (10 + 0), of two values that start alike.
    Learning averaged = RECOMPUTED.withRegularisation(new Regularisation(0, 0, 0.5f, List.of()));
    TrainingPlan plan = new TrainingPlan(1, 64, 1000, 1, averaged);
    try (ConvNet net =
        ConvNet.forTraining(Fixtures.spec(), plan.step(Fixtures.FAST, Precision.FLOAT32), 1)) {
      Trainer trainer = new Trainer(net, Fixtures.SETTINGS, BARS, SPLIT, plan, List.of());
      float[] before = fetch(trainer.session(), "DenseLayer3/kernel/read");
      assertThat(fetch(trainer.session(), "DenseLayer3/kernel/Trained/read")).isEqualTo(before);
      trainer.train();
      float[] moved = fetch(trainer.session(), "DenseLayer3/kernel/Trained/read");
      float[] average = fetch(trainer.session(), "DenseLayer3/kernel/read");
      assertThat(moved).isNotEqualTo(before);
      for (int i = 0; i < before.length; i++) {
        assertThat(average[i]).isCloseTo(0.1f * before[i] + 0.9f * moved[i], within(1e-6f));
      }
    }
  }

  @Test
  void weightDecayTakesItsShareOfEachKernelOnly() throws IOException {
    float rate = 0.001f;
    float decay = 0.5f;
    Map<String, float[]> plain = oneStep(rate, 0);
    Map<String, float[]> decayed = oneStep(rate, decay);
    Map<String, float[]> before = oneStep(rate, -1);
    assertThat(decayed.get("DenseLayer3/bias")).isEqualTo(plain.get("DenseLayer3/bias"));
    float[] kernel = before.get("DenseLayer3/kernel");
    for (int i = 0; i < kernel.length; i++) {
      assertThat(decayed.get("DenseLayer3/kernel")[i])
          .isCloseTo(plain.get("DenseLayer3/kernel")[i] - rate * decay * kernel[i], within(1e-7f));
    }
  }

  /** Some variables after one step; before it for a decay below 0. */
  private static Map<String, float[]> oneStep(float rate, float decay) {
    StepSpec step =
        new StepSpec(
            new org.glyphnet.network.AdamSpec(rate, 0.9f, 0.999f, 1e-8f),
            Precision.FLOAT32,
            new Regularisation(Math.max(0, decay), 0, 0, List.of()),
            false);
    try (ConvNet net = ConvNet.forTraining(Fixtures.spec(), step, 1);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig());
        BatchTensors batch = new BatchTensors(BARS);
        TrainingStep training = new TrainingStep(session)) {
      session.initialize();
      batch.load(SPLIT.train(), 0, 32);
      if (decay >= 0) {
        training.take(batch);
      }
      return Map.of(
          "DenseLayer3/kernel", fetch(session, "DenseLayer3/kernel/read"),
          "DenseLayer3/bias", fetch(session, "DenseLayer3/bias/read"));
    }
  }

  @Test
  void smoothedAndWeightedCostIsItsFormula() {
    float[] weights = {1, 2, 0.5f};
    StepSpec plain = StepSpec.of(Fixtures.FAST);
    StepSpec changed =
        new StepSpec(
            Fixtures.FAST,
            Precision.FLOAT32,
            new Regularisation(0, 0.3f, 0, List.of(weights[0], weights[1], weights[2])),
            false);
    float[] scores = costAndScores(plain).scores();
    double expected = 0;
    for (int image = 0; image < 20; image++) {
      int label = BARS.label(SPLIT.train()[image]);
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(scores[3 * image + k]);
      }
      for (int k = 0; k < 3; k++) {
        double wanted = 0.3 / 3 + (k == label ? 0.7 : 0);
        expected -= weights[label] * wanted * (scores[3 * image + k] - Math.log(sum)) / 20;
      }
    }
    assertThat((double) costAndScores(changed).cost()).isCloseTo(expected, within(1e-5));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record CostAndScores(float cost, float[] scores) {}

  private static CostAndScores costAndScores(StepSpec step) {
    try (ConvNet net = ConvNet.forTraining(Fixtures.spec().withDropout(0), step, 1);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig());
        BatchTensors batch = new BatchTensors(BARS);
        TBool training = TBool.scalarOf(true)) {
      session.initialize();
      batch.load(SPLIT.train(), 0, 20);
      try (Result result =
          batch.runner(session, training).fetch("step_cost").fetch("scores").run()) {
        return new CostAndScores(
            ((TFloat32) result.get(0)).getFloat(), Fixtures.floats((TFloat32) result.get(1)));
      }
    }
  }
}
