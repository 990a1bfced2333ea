package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Preset;
import org.glyphnet.network.TensorNames;
import org.glyphnet.training.Fixtures;
import org.glyphnet.training.Trainer;
import org.glyphnet.training.TrainingPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Heat maps of a network that tells little squares from little crosses. */
class ExplanationTest {
  private static final int SIDE = 16;
  private static final List<String> CLASSES = List.of("square", "cross");

  /** Two squares without noise, one high at the left and one low at the right. */
  private static final ImageDataset TWO_SQUARES =
      shapes(2, (image, random) -> image == 0 ? 1 : 9, 0);

  @TempDir static Path folder;

  private static ConvNet net;
  private static Trainer trainer;
  private static Explanation explanation;

  enum Way {
    GRAD_CAM,
    OCCLUSION;

    HeatMap map(Explanation of, int image) {
      return this == GRAD_CAM ? of.gradCam(image, 0) : of.occlusion(image, 0);
    }
  }

  @BeforeAll
  static void train() throws IOException {
    ImageDataset shapes = shapes(600, (image, random) -> random.nextInt(SIDE - 5), 50);
    NetworkSpec spec =
        NetworkSpec.of(Preset.COMPACT).withImage(SIDE, SIDE, 1).withClasses(2).withSizes(8, 16, 16);
    net = ConvNet.forTraining(spec, Fixtures.FAST, 1);
    trainer =
        new Trainer(
            net,
            Fixtures.SETTINGS,
            shapes,
            Fixtures.split(shapes, 100),
            new TrainingPlan(5, 20, 1000, 1),
            List.of());
    trainer.train();
    explanation = new Explanation(trainer.session(), TWO_SQUARES);
  }

  @AfterAll
  static void free() {
    net.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void shapeThatIsMovedHasItsHeatMoved(Way way) {
    double high = middleRow(way.map(explanation, 0));
    double low = middleRow(way.map(explanation, 1));

    assertThat(low - high).isGreaterThan(3);
  }

  /** The sanity check of Adebayo et al., 2018, arXiv:1810.03292. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void mapIsAnotherOneWhenTheWeightsAreRandom(Way way) {
    try (ConvNet other = ConvNet.forTraining(net.spec(), Fixtures.FAST, 99);
        Session random = new Session(other.graph(), Fixtures.SETTINGS.toConfig())) {
      random.initialize();

      float[] trained = way.map(explanation, 0).values();
      float[] untrained = way.map(new Explanation(random, TWO_SQUARES), 0).values();

      assertThat(correlation(trained, untrained)).isLessThan(0.9);
    }
  }

  @Test
  void mapIsAsLargeAsTheImageAndNowhereBelowZero() {
    for (Way way : Way.values()) {
      HeatMap map = way.map(explanation, 0);
      assertThat(map.values()).hasSize(SIDE * SIDE);
      for (float value : map.values()) {
        assertThat(value).isNotNegative();
      }
    }
  }

  /** TensorFlow's own gradient, on the network without the branches that training needs. */
  @Test
  void gradCamIsThatOfTensorFlowsGradients() {
    Path weights = folder.resolve("weights");
    trainer.session().save(weights.toString());
    float[] pixels = new float[SIDE * SIDE];
    TWO_SQUARES.copyScaled(0, pixels, 0);
    try (ConvNet serving = ConvNet.forServing(net.spec(), Precision.FLOAT32);
        Session session = new Session(serving.graph(), Fixtures.SETTINGS.toConfig());
        TFloat32 image = tensor(Shape.of(1, SIDE, SIDE, 1), pixels)) {
      session.restore(weights.toString());
      Graph graph = serving.graph();
      Ops tf = Ops.create(graph);
      Output<TFloat32> scores = graph.operation(TensorNames.scoresIn(graph)).output(0);
      Output<TFloat32> maps = graph.operation("MaxPool_Layer2").output(0);
      Output<TFloat32> first =
          tf.reduceSum(
                  tf.slice(scores, tf.constant(new int[] {0, 0}), tf.constant(new int[] {1, 1})),
                  tf.constant(new int[] {0, 1}))
              .output();
      Output<?> gradient = graph.addGradients(first, new Output<?>[] {maps})[0];
      try (Result result =
          session.runner().feed("image", image).fetch(maps).fetch(gradient).run()) {
        float[] values = Activations.floats((TFloat32) result.get(0)); // [1, 4, 4, 16]
        float[] slopes = Activations.floats((TFloat32) result.get(1));
        float[] expected = expected(values, slopes);
        float[] found = explanation.gradCam(0, 0).values();
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], within(0.01f + 0.05f * expected[i]));
        }
      }
    }
  }

  private static float[] expected(float[] values, float[] slopes) {
    float[] cam = new float[16];
    for (int map = 0; map < 16; map++) {
      double weight = 0;
      for (int place = 0; place < 16; place++) {
        weight += slopes[place * 16 + map] / 16.0;
      }
      for (int place = 0; place < 16; place++) {
        cam[place] += (float) (weight * values[place * 16 + map]);
      }
    }
    for (int place = 0; place < 16; place++) {
      cam[place] = Math.max(0, cam[place]);
    }
    return HeatMap.stretched(cam, 4, 4, SIDE, SIDE).values();
  }

  @Test
  void coarseMapsHottestPlaceStaysWhereItIs() {
    HeatMap map = HeatMap.stretched(new float[] {0, 0, 0, 1}, 2, 2, 8, 8);

    assertThat(map.values()[7 * 8 + 7]).isEqualTo(1);
    assertThat(map.values()[0]).isZero();
    assertThat(HeatMap.stretched(new float[] {3}, 1, 1, 4, 5).values()).hasSize(20).containsOnly(3);
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, data -> data.asRawTensor().data().asFloats().write(values));
  }

  private interface Places {
    int of(int image, Random random);
  }

  /** Outlines of squares and crosses of 5 x 5 pixels, by turns; the two places are all squares. */
  private static ImageDataset shapes(int count, Places places, int noise) {
    Random random = new Random(5);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int image = 0; image < count; image++) {
      labels[image] = count == 2 ? 0 : image % 2;
      int top = places.of(image, random);
      int left = places.of(image, random);
      for (int i = 0; i < SIDE * SIDE; i++) {
        pixels[image * SIDE * SIDE + i] = (byte) (noise > 0 ? random.nextInt(noise) : 0);
      }
      for (int i = 0; i < 25; i++) {
        int y = i / 5;
        int x = i % 5;
        boolean outline = y == 0 || y == 4 || x == 0 || x == 4;
        boolean diagonal = y == x || y == 4 - x;
        if (labels[image] == 0 ? outline : diagonal) {
          pixels[(image * SIDE + top + y) * SIDE + left + x] = (byte) 220;
        }
      }
    }
    return new ImageDataset(
        "shapes", new ImageShape(SIDE, SIDE, 1), pixels, labels, CLASSES, OptionalInt.empty());
  }

  private static double middleRow(HeatMap map) {
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < map.values().length; i++) {
      sum += map.values()[i];
      weighted += (double) map.values()[i] * Math.floorDiv(i, map.width());
    }
    return weighted / sum;
  }

  private static double correlation(float[] a, float[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += (double) a[i] / a.length;
      meanB += (double) b[i] / b.length;
    }
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.max(1e-12, Math.sqrt(squareA * squareB));
  }
}
