package org.glyphnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.Split;
import org.glyphnet.network.ConvNet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class EvaluationTest {
  private static final ImageDataset DATASET = Fixtures.bars(600);

  @TempDir static Path folder;
  private static ConvNet net;
  private static Trainer trainer;

  @BeforeAll
  static void trainALittle() throws IOException {
    Split split = new Split(IntStream.range(0, 60).toArray(), new int[] {60, 61});
    net = Fixtures.net(3);
    trainer =
        new Trainer(
            net, Fixtures.SETTINGS, DATASET, split, new TrainingPlan(2, 20, 1000, 1), List.of());
    trainer.train();
  }

  @AfterAll
  static void free() {
    net.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 249, 250, 251, 500, 599})
  void accuracyIsTheShareOfPredictionsThatAreTheLabel(int count) {
    int[] images = IntStream.range(0, count).toArray();

    Evaluation evaluation = evaluate(images);

    long right =
        IntStream.range(0, count)
            .filter(i -> evaluation.predictions()[i] == DATASET.label(images[i]))
            .count();
    assertThat(evaluation.predictions()).hasSize(count);
    assertThat(evaluation.accuracy()).isEqualTo((double) right / count);
  }

  @Test
  void predictionsStandInTheOrderOfTheImages() {
    int[] images = {7, 3, 3, 599, 0};
    int[] all = evaluate(IntStream.range(0, 600).toArray()).predictions();

    assertThat(evaluate(images).predictions())
        .isEqualTo(Arrays.stream(images).map(image -> all[image]).toArray());
    assertThat(all).contains(0, 1, 2);
  }

  @Test
  void sameImagesScoreTheSameBitsAgain() {
    int[] images = IntStream.range(0, 300).toArray();

    assertThat(evaluate(images).scoresSha256()).isEqualTo(evaluate(images).scoresSha256());
  }

  @Test
  void otherOrderHasAnotherSha() {
    assertThat(evaluate(new int[] {1, 0}).scoresSha256())
        .isNotEqualTo(evaluate(new int[] {0, 1}).scoresSha256());
  }

  @Test
  void shaIsOverAllScoresAsLittleEndianFloats() throws GeneralSecurityException {
    int[] images = IntStream.range(100, 420).toArray();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(littleEndian(run(images, 0, 250, "LRELU_Layer4")));
    digest.update(littleEndian(run(images, 250, 320, "LRELU_Layer4")));

    assertThat(evaluate(images).scoresSha256())
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void costIsTheMeanOverAllImages() {
    int[] images = IntStream.range(0, 320).toArray();
    double first = run(images, 0, 250, "cost")[0];
    double second = run(images, 250, 320, "cost")[0];

    assertThat(evaluate(images).cost()).isEqualTo((first * 250 + second * 70) / 320);
  }

  @Test
  void servedScoresGiveTheGraphsOwnAccuracyAndCost() {
    int[] images = IntStream.range(0, 320).toArray();
    try (ConvNet serving = ConvNet.forServing(Fixtures.spec());
        Session session = new Session(serving.graph(), Fixtures.SETTINGS.toConfig())) {
      session.restore(save());
      Evaluation served = Evaluation.ofServing(session, DATASET, images, done -> {});
      Evaluation graphs = evaluate(images);

      assertThat(served.accuracy()).isEqualTo(graphs.accuracy());
      assertThat(served.predictions()).isEqualTo(graphs.predictions());
      assertThat(served.scoresSha256()).isEqualTo(graphs.scoresSha256());
      assertThat(served.cost()).isCloseTo(graphs.cost(), offset(1e-6));
    }
  }

  private static String save() {
    String prefix = folder.resolve("variables").toString();
    trainer.session().save(prefix);
    return prefix;
  }

  @Test
  void evaluatingChangesNothing() {
    var before = Fixtures.bits(net, trainer.session());

    evaluate(IntStream.range(0, 10).toArray());

    assertThat(Fixtures.bits(net, trainer.session())).isEqualTo(before);
  }

  private static Evaluation evaluate(int[] images) {
    return Evaluation.of(trainer.session(), DATASET, images);
  }

  private static float[] run(int[] images, int from, int to, String fetch) {
    float[] pixels = new float[(to - from) * 64];
    long[] labels = new long[to - from];
    for (int i = from; i < to; i++) {
      DATASET.copyScaled(images[i], pixels, (i - from) * 64);
      labels[i - from] = DATASET.label(images[i]);
    }
    try (TFloat32 image = TFloat32.tensorOf(Shape.of(to - from, 8, 8, 1), DataBuffers.of(pixels));
        TInt64 label = TInt64.vectorOf(labels);
        TBool training = TBool.scalarOf(false);
        Result result =
            trainer
                .session()
                .runner()
                .feed("image", image)
                .feed("label", label)
                .feed("is_training", training)
                .fetch(fetch)
                .run()) {
      return Fixtures.floats((TFloat32) result.get(0));
    }
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
