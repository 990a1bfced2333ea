package org.glyphnet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.AdamSpec;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.DenseSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Padding;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Regularisation;
import org.glyphnet.network.StepSpec;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.StepPlace;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;
import org.glyphnet.training.TrainingPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes on this machine, of which this one is the client, and unequal parts. */
@Timeout(180)
class ClusterTrainingTest {
  private static final Versions VERSIONS = new Versions("test", "test");
  private static final AdamSpec ADAM = new AdamSpec(0.001f, 0.5f, 0.999f, 1e-8f);
  private static final NetworkSpec NETWORK = Fixtures.spec().withSizes(3, 4, 10);
  private static final Model BOOK = new Model(NETWORK, StepSpec.of(ADAM), Fixtures.bars(1_915));

  /** 1,896 training images in batches of 19: a hundred steps an epoch, the last one smaller. */
  private static final TrainingPlan PLAN = new TrainingPlan(5, 19, 10_000, 7);

  /** What an equal run is compared over: as many steps as an epoch has. */
  private static final TrainingPlan BEGINNING = new TrainingPlan(1, 19, 10_000, 7);

  @TempDir static Path folder;
  private static Processes processes;
  private static Cluster cluster;

  @BeforeAll
  static void begin() throws IOException {
    processes = new Processes(folder);
    ClusterSpec spec = Processes.places(3);
    processes.workers(spec, VERSIONS, 300);
    cluster =
        Cluster.start(
            spec, 1, VERSIONS, new TimeLimits(Duration.ofSeconds(60), Duration.ofSeconds(60)));
  }

  @AfterAll
  static void end() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    processes.close();
  }

  /**
   * @param bits of all variables after each epoch
   */
  private record Curve(List<Float> costs, List<Map<String, List<Integer>>> bits) {}

  /**
   * The two differ in the order of their sums, by about 2^-24 times the root of the number of terms
   * in each. Adam moves a weight by up to the learning rate whatever its gradient's size, so where
   * a gradient is nearly zero, its rounding decides: the curves part slowly. After 500 steps of
   * 0.001 they are still within a thousandth; that the first ten are within a hundred-thousandth
   * shows that it is rounding that grows there, and not another network.
   */
  @Test
  void costsOf500StepsAreThoseOfOneMachineToRoundingAndTheSameBitsTwice() throws IOException {
    Curve alone = train(BOOK, PLAN, StepPlace.HERE);
    cluster.awaitWorkers(line -> {}, () -> false);
    Curve first = onCluster(BOOK, PLAN);
    Curve second = onCluster(BOOK, BEGINNING);

    assertThat(alone.costs()).hasSize(500);
    for (int i = 0; i < alone.costs().size(); i++) {
      assertThat(first.costs().get(i))
          .as("step " + i)
          .isCloseTo(alone.costs().get(i), within(i < 10 ? 1e-5f : 1e-3f));
    }
    assertThat(alone.costs().get(499)).as("it learns").isLessThan(0.5f * alone.costs().get(0));
    assertThat(second.costs()).hasSize(100).isEqualTo(first.costs().subList(0, 100));
    assertThat(second.bits()).hasSize(2).isEqualTo(first.bits().subList(0, 2));
  }

  /** Normalised convolutions, whose statistics are the whole batch's, and averages of weights. */
  @Test
  void theModernRecipesNetworkIsTrainedAsOnOneMachine() throws IOException {
    cluster.awaitWorkers(line -> {}, () -> false);
    StepSpec step =
        new StepSpec(
            ADAM, Precision.FLOAT32, new Regularisation(0.01f, 0.05f, 0.9f, List.of()), false);
    NetworkSpec network =
        NETWORK
            .withConvolutions(
                new ConvSpec(
                    ConvSpec.pooled(3, List.of(3, 4)),
                    Padding.SAME,
                    true,
                    ConvSpec.FeaturePooling.FLATTEN))
            .withDense(new DenseSpec(List.of(), 0.2f, DenseSpec.Head.LOGITS));
    Model modern = new Model(network, step, Fixtures.bars(100));

    Curve alone = train(modern, BEGINNING, StepPlace.HERE);
    List<ClusterSteps.Measured> measured = new ArrayList<>();
    Curve divided;
    try (ClusterSteps steps =
        new ClusterSteps(cluster, new ClusterSteps.Step(network, step, 1), measured::add)) {
      divided = train(modern, BEGINNING, steps);
    }

    assertThat(divided.costs()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(divided.costs().get(i)).isCloseTo(alone.costs().get(i), within(1e-5f));
    }
    assertThat(divided.bits().get(1).keySet())
        .isEqualTo(alone.bits().get(1).keySet())
        .contains("Conv2d_Layer1/kernel/Trained", "BatchNorm_Layer2/moving_variance");
    assertThat(measured).hasSize(1); // the third step
    assertThat(measured.get(0).trace().workers())
        .hasSize(3)
        .allMatch(worker -> worker.busyMicros() > 0 && worker.sentBytes() > 1_000);
  }

  private record Model(NetworkSpec network, StepSpec step, ImageDataset dataset) {}

  private static Curve onCluster(Model model, TrainingPlan plan) throws IOException {
    try (ClusterSteps steps =
        new ClusterSteps(cluster, new ClusterSteps.Step(model.network(), model.step(), 1))) {
      return train(model, plan, steps);
    }
  }

  private static Curve train(Model model, TrainingPlan plan, StepPlace place) throws IOException {
    List<Float> costs = new ArrayList<>();
    List<Map<String, List<Integer>>> bits = new ArrayList<>();
    try (ConvNet net = ConvNet.forTraining(model.network(), model.step(), 1)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void stepDone(StepEnd end) {
              costs.add(end.cost());
            }

            @Override
            public void epochEnded(EpochEnd end) {
              bits.add(Fixtures.bits(net, end.session()));
            }
          };
      Trainer trainer =
          new Trainer(
              net,
              new Trainer.Machine(Fixtures.SETTINGS, place),
              model.dataset(),
              Fixtures.split(model.dataset(), 19),
              plan,
              List.of(listener));
      trainer.train();
      return new Curve(costs, bits);
    }
  }
}
