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
import org.glyphnet.network.NetworkSpec;
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
  private static final ImageDataset DATASET = Fixtures.bars(1_915);

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
    Curve alone = train(PLAN, StepPlace.HERE);
    cluster.awaitWorkers(line -> {}, () -> false);
    Curve first = onCluster(PLAN);
    Curve second = onCluster(BEGINNING);

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

  private static Curve onCluster(TrainingPlan plan) throws IOException {
    try (ClusterSteps steps =
        new ClusterSteps(cluster, new ClusterSteps.Step(NETWORK, StepSpec.of(ADAM), 1))) {
      return train(plan, steps);
    }
  }

  private static Curve train(TrainingPlan plan, StepPlace place) throws IOException {
    List<Float> costs = new ArrayList<>();
    List<Map<String, List<Integer>>> bits = new ArrayList<>();
    try (ConvNet net = ConvNet.forTraining(NETWORK, ADAM, 1)) {
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
              DATASET,
              Fixtures.split(DATASET, 19),
              plan,
              List.of(listener));
      trainer.train();
      return new Curve(costs, bits);
    }
  }
}
