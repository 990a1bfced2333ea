package org.glyphnet.saving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.glyphnet.data.augmentation.Augmentation;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.ConvSpec;
import org.glyphnet.network.InputSpec;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Regularisation;
import org.glyphnet.training.EpochResult;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Learning;
import org.glyphnet.training.Progress;
import org.glyphnet.training.Schedule;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingListener;
import org.glyphnet.training.TrainingPlan;
import org.glyphnet.training.TrainingStoppedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped and goes on ends as one that never stopped. */
class ResumeTest {
  /** 48 images in batches of 8, three epochs: 18 steps. */
  private static final TrainingPlan PLAN = new TrainingPlan(3, 8, 1000, 1);

  /** The same with everything that there is to switch on. */
  private static final TrainingPlan EVERYTHING =
      PLAN.with(
          new Learning(
              new Schedule(Schedule.Kind.ONE_CYCLE, 0.1),
              new Regularisation(0.01f, 0.1f, 0.9f, List.of(1f, 2f, 0.5f)),
              true,
              Augmentation.parse("shift=1,rotate=10,brightness=0.1,erase"),
              new Learning.Stopping(2, true),
              false,
              20));

  @TempDir static Path wholeFolder;
  @TempDir static Path everythingFolder;
  private static Part whole;

  @BeforeAll
  static void trainWithoutAStop() throws IOException {
    whole = train(wholeFolder, Integer.MAX_VALUE, () -> false);
  }

  /** What a run came to, or a part of it until it was stopped. */
  private record Part(
      Progress from, List<EpochResult> epochs, Map<String, List<Integer>> bits, boolean stopped) {}

  private static Part train(Path folder, int saveEvery, BooleanSupplier stop) throws IOException {
    return train(PLAN, List.of(), folder, saveEvery, stop);
  }

  private static Part train(
      TrainingPlan plan, List<EpochResult> before, Path folder, int saveEvery, BooleanSupplier stop)
      throws IOException {
    List<EpochResult> epochs = new ArrayList<>();
    TrainingListener results =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochEnd end) {
            epochs.add(end.result());
          }
        };
    boolean book = plan.equals(PLAN);
    try (ConvNet net = net(plan)) {
      Checkpoints checkpoints =
          new Checkpoints(folder, net, new CheckpointPolicy(10, saveEvery, Fingerprint.NONE));
      Progress from = checkpoints.findNewest(line -> assertThat(line).isNull());
      Trainer trainer =
          new Trainer(
              net,
              Fixtures.SETTINGS,
              TrainedRun.DATASET,
              book ? TrainedRun.SPLIT : TrainedRun.SPLIT.withValidation(TrainedRun.DATASET, 0.2, 1),
              plan,
              List.of(results, checkpoints));
      checkpoints.restore(trainer.session());
      boolean stopped = false;
      try {
        trainer.train(
            from, before.stream().filter(epoch -> epoch.epoch() < from.epochs()).toList(), stop);
        checkpoints.saveFinal(trainer.session());
      } catch (TrainingStoppedException | CancellationException e) {
        stopped = true;
      }
      return new Part(from, epochs, Fixtures.bits(net, trainer.session()), stopped);
    }
  }

  /** Everything on: standardised input, normalised convolutions and averaged weights too. */
  private static ConvNet net(TrainingPlan plan) {
    if (plan.equals(PLAN)) {
      return Fixtures.net(1);
    }
    NetworkSpec spec = Fixtures.spec();
    ConvSpec conv = spec.convolutions();
    return ConvNet.forTraining(
        spec.withInput(new InputSpec(spec.height(), spec.width(), spec.channels(), true))
            .withConvolutions(
                new ConvSpec(conv.layers(), conv.padding(), true, ConvSpec.FeaturePooling.FLATTEN)),
        plan.step(Fixtures.FAST, Precision.FLOAT32),
        1);
  }

  @Test
  void endsInTheSameBitsAfterKillsWithEverythingSwitchedOn(@TempDir Path folder)
      throws IOException {
    Part uninterrupted =
        train(EVERYTHING, List.of(), everythingFolder, Integer.MAX_VALUE, () -> false);
    Map<Integer, EpochResult> epochs = new TreeMap<>();
    Part part = null;
    for (int questions = 9; part == null || part.stopped(); questions += 6) {
      part = train(EVERYTHING, List.copyOf(epochs.values()), folder, 2, killAfter(questions));
      part.epochs().forEach(epoch -> epochs.put(epoch.epoch(), epoch));
    }

    assertThat(part.bits()).isEqualTo(uninterrupted.bits());
    assertThat(numbers(List.copyOf(epochs.values()))).isEqualTo(numbers(uninterrupted.epochs()));
    assertThat(TrainedRun.names(folder))
        .contains("classifier-best.index", "classifier-final.index");
    assertThat(Files.readAllBytes(folder.resolve("classifier-final.data-00000-of-00001")))
        .isEqualTo(
            Files.readAllBytes(everythingFolder.resolve("classifier-final.data-00000-of-00001")));
  }

  /** Asks to stop once it has been asked so many times. */
  private static BooleanSupplier after(int questions) {
    int[] asked = {0};
    return () -> ++asked[0] > questions;
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 14})
  void endsInTheSameBitsAndCosts(int questions, @TempDir Path folder) throws IOException {
    List<EpochResult> epochs = new ArrayList<>();
    Part part;
    int parts = 0;
    do {
      part = train(folder, Integer.MAX_VALUE, after(questions));
      epochs.addAll(part.epochs());
      parts++;
    } while (part.stopped() && parts < 40);

    assertThat(parts).isBetween(2, 39);
    assertThat(part.bits()).isEqualTo(whole.bits());
    assertThat(numbers(epochs)).isEqualTo(numbers(whole.epochs()));
    assertSameFinal(folder);
  }

  /** A killed run saves nothing more: it goes on from what was saved before. */
  @ParameterizedTest
  @ValueSource(ints = {2})
  void endsInTheSameBitsAfterKills(int saveEvery, @TempDir Path folder) throws IOException {
    Map<Integer, EpochResult> epochs = new TreeMap<>();
    boolean killed = true;
    for (int questions = 5; killed; questions += 4) {
      Part part = train(folder, saveEvery, killAfter(questions));
      part.epochs().forEach(epoch -> epochs.put(epoch.epoch(), epoch));
      killed = part.stopped();
    }

    assertThat(numbers(List.copyOf(epochs.values()))).isEqualTo(numbers(whole.epochs()));
    assertSameFinal(folder);
    assertThat(TrainedRun.names(folder)).noneMatch(name -> name.matches("classifier-\\d+-.*"));
  }

  /** Is killed when it has been asked so many times. */
  private static BooleanSupplier killAfter(int questions) {
    int[] asked = {0};
    return () -> {
      if (++asked[0] > questions) {
        throw new CancellationException("killed");
      }
      return false;
    };
  }

  /** The epochs without their times. */
  private static List<EpochResult> numbers(List<EpochResult> epochs) {
    return epochs.stream()
        .map(e -> new EpochResult(e.epoch(), e.cost(), e.trainAccuracy(), e.testAccuracy(), 0, 0))
        .toList();
  }

  private static void assertSameFinal(Path folder) {
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta")) {
      assertThat(folder.resolve("classifier-final" + suffix))
          .hasSameBinaryContentAs(wholeFolder.resolve("classifier-final" + suffix));
    }
  }
}
