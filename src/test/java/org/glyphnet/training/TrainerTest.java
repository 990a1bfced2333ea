package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.data.Batches;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.junit.jupiter.api.Test;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class TrainerTest {
  @Test
  void listenersHearTheUntrainedNetworkThenEveryEpochInOrder() throws IOException {
    Fixtures.Recorder heard = train(Fixtures.bars(12), 4, new TrainingPlan(2, 4, 4, 1));

    assertThat(heard.calls)
        .containsExactly(
            "evaluation of 12",
            "end -1",
            "epoch 0 of 8",
            "report 0: 0",
            "step 0: 4",
            "report 0: 4",
            "step 0: 8",
            "evaluation of 12",
            "end 0",
            "epoch 1 of 8",
            "report 1: 0",
            "step 1: 4",
            "report 1: 4",
            "step 1: 8",
            "evaluation of 12",
            "end 1");
  }

  @Test
  void betweenEpochsASampleOfTheTrainingImagesIsEvaluatedAndAtTheEndAllAre() throws IOException {
    TrainingPlan plan =
        new TrainingPlan(2, 4, 100, 1).with(new Learning(null, null, false, null, null, false, 3));

    Fixtures.Recorder heard = train(Fixtures.bars(12), 4, plan);

    // 3 of the 8 training images beside 4 for the test; at the end the 8, the test part is known.
    assertThat(heard.calls.stream().filter(call -> call.startsWith("evaluation")))
        .containsExactly(
            "evaluation of 7", "evaluation of 7", "evaluation of 7", "evaluation of 8");
    assertThat(heard.trainPredictions).allSatisfy(each -> assertThat(each).hasSize(3));
  }

  @Test
  void everyListenerHearsEverything() throws IOException {
    ImageDataset dataset = Fixtures.bars(12);
    Fixtures.Recorder first = new Fixtures.Recorder();
    Fixtures.Recorder second = new Fixtures.Recorder();
    try (ConvNet net = Fixtures.net(1)) {
      Trainer trainer =
          new Trainer(
              net,
              Fixtures.SETTINGS,
              dataset,
              Fixtures.split(dataset, 4),
              new TrainingPlan(1, 4, 4, 1),
              List.of(first, second));
      trainer.train();
    }

    assertThat(first.calls).isNotEmpty();
    assertThat(second.calls).isEqualTo(first.calls);
  }

  /** As 128 and 1,000 come to 0, 16,000, 32,000: only where a batch starts on a multiple. */
  @Test
  void batchesThatStartOnAMultipleOfReportEveryAreReported() throws IOException {
    Fixtures.Recorder heard = train(Fixtures.bars(52), 4, new TrainingPlan(1, 4, 10, 1));

    assertThat(heard.reports)
        .extracting(TrainingListener.BatchReport::image)
        .containsExactly(0, 20, 40);
  }

  @Test
  void reportHasCostAndAccuracyOfTheBatch() throws IOException {
    Fixtures.Recorder heard = train(Fixtures.bars(12), 4, new TrainingPlan(1, 4, 4, 1));

    assertThat(heard.reports)
        .allSatisfy(
            report -> {
              assertThat(report.epoch()).isZero();
              assertThat(report.cost()).isPositive().isFinite();
              assertThat(report.accuracy() * 4).isIn(0f, 1f, 2f, 3f, 4f);
            });
  }

  @Test
  void lastStepIsHeardWithAllImagesAndALoneImageJoinsTheBatchBeforeIt() throws IOException {
    Fixtures.Recorder heard = train(Fixtures.bars(13), 4, new TrainingPlan(1, 4, 100, 1));

    assertThat(heard.calls).containsSubsequence("step 0: 4", "step 0: 9");
    assertThat(heard.calls).doesNotContain("step 0: 8");
  }

  @Test
  void untrainedNetworkHasNoCostNoTimeAndNoSpeed() throws IOException {
    EpochResult untrained =
        train(Fixtures.bars(12), 4, new TrainingPlan(1, 4, 100, 1)).results.get(0);

    assertThat(untrained.epoch()).isEqualTo(-1);
    assertThat(untrained.cost()).isNaN();
    assertThat(untrained.seconds()).isZero();
    assertThat(untrained.imagesPerSecond()).isZero();
  }

  @Test
  void speedIsImagesByTime() throws IOException {
    EpochResult trained =
        train(Fixtures.bars(12), 4, new TrainingPlan(1, 4, 100, 1)).results.get(1);

    assertThat(trained.seconds()).isPositive();
    assertThat(trained.imagesPerSecond() * trained.seconds()).isCloseTo(8, within(1e-6));
  }

  @Test
  void learnsWhatCanBeLearned() throws IOException {
    Fixtures.Recorder heard = train(Fixtures.bars(240), 48, new TrainingPlan(8, 16, 100, 1));

    EpochResult first = heard.results.get(1);
    EpochResult last = heard.results.get(8);
    assertThat(last.cost()).isLessThan(first.cost() / 2);
    assertThat(last.trainAccuracy()).isGreaterThan(0.8);
    assertThat(last.testAccuracy()).isGreaterThan(0.8);
  }

  /** The book's loop once more, in the test's own words. */
  @Test
  void everyTrainingImageMovesTheNetworkOnceAnEpochInTheOrderOfBatches() throws IOException {
    ImageDataset dataset = Fixtures.bars(25);
    Split split = Fixtures.split(dataset, 4);
    Map<String, List<Integer>> trained;
    double costOfLastEpoch;
    Fixtures.Recorder heard = new Fixtures.Recorder();
    try (ConvNet net = Fixtures.net(5)) {
      Trainer trainer =
          new Trainer(
              net,
              Fixtures.SETTINGS,
              dataset,
              split,
              new TrainingPlan(2, 4, 100, 11),
              List.of(heard));
      trainer.train();
      trained = Fixtures.bits(net, trainer.session());
      costOfLastEpoch = heard.results.get(2).cost();
    }

    double cost = 0;
    try (ConvNet net = Fixtures.net(5);
        Session session = new Session(net.graph(), Fixtures.SETTINGS.toConfig())) {
      session.initialize();
      for (int epoch = 0; epoch < 2; epoch++) {
        int[] order = Batches.order(split.train(), 11, epoch);
        int[][] batches = {{0, 4}, {4, 8}, {8, 12}, {12, 16}, {16, 21}};
        cost = 0;
        for (int[] batch : batches) {
          cost += step(session, dataset, order, batch[0], batch[1]) * (batch[1] - batch[0]);
        }
      }
      assertThat(Fixtures.bits(net, session)).isEqualTo(trained);
    }
    assertThat(costOfLastEpoch).isEqualTo(cost / 21);
  }

  @Test
  void stepCountIsTheNumberOfBatchesDone() throws IOException {
    ImageDataset dataset = Fixtures.bars(14);
    try (ConvNet net = Fixtures.net(1)) {
      Trainer trainer =
          new Trainer(
              net,
              Fixtures.SETTINGS,
              dataset,
              Fixtures.split(dataset, 4),
              new TrainingPlan(3, 4, 4, 1),
              List.of());
      trainer.train();

      try (Result result = trainer.session().runner().fetch("global_step").run()) {
        assertThat(((TInt64) result.get(0)).getLong()).isEqualTo(9);
      }
    }
  }

  @Test
  void listenerThatCannotWriteEndsTheTraining() {
    ImageDataset dataset = Fixtures.bars(12);
    List<Integer> epochs = new ArrayList<>();
    TrainingListener fullDisk =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochEnd end) throws IOException {
            epochs.add(end.result().epoch());
            if (end.result().epoch() == 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    try (ConvNet net = Fixtures.net(1)) {
      Trainer trainer =
          new Trainer(
              net,
              Fixtures.SETTINGS,
              dataset,
              Fixtures.split(dataset, 4),
              new TrainingPlan(3, 4, 4, 1),
              List.of(fullDisk));
      assertThatThrownBy(trainer::train)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
    assertThat(epochs).containsExactly(-1, 0);
  }

  private static Fixtures.Recorder train(ImageDataset dataset, int test, TrainingPlan plan)
      throws IOException {
    Fixtures.Recorder heard = new Fixtures.Recorder();
    try (ConvNet net = Fixtures.net(1)) {
      Trainer trainer =
          new Trainer(
              net, Fixtures.SETTINGS, dataset, Fixtures.split(dataset, test), plan, List.of(heard));
      trainer.train();
    }
    return heard;
  }

  private static double step(Session session, ImageDataset dataset, int[] order, int from, int to) {
    var shape = dataset.shape();
    float[] pixels = new float[(to - from) * shape.size()];
    long[] labels = new long[to - from];
    for (int i = from; i < to; i++) {
      dataset.copyScaled(order[i], pixels, (i - from) * shape.size());
      labels[i - from] = dataset.label(order[i]);
    }
    try (TFloat32 image =
            TFloat32.tensorOf(
                Shape.of(to - from, shape.height(), shape.width(), shape.channels()),
                DataBuffers.of(pixels));
        TInt64 label = TInt64.vectorOf(labels);
        TBool training = TBool.scalarOf(true);
        Result result =
            session
                .runner()
                .feed("image", image)
                .feed("label", label)
                .feed("is_training", training)
                .addTarget("Adam")
                .fetch("cost")
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }
}
