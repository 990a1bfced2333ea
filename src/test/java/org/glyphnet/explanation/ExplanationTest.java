package org.glyphnet.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.glyphnet.data.DataException;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
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
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
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
  private static ConvNet inference;
  private static Session session;
  private static Explanation explanation;

  enum Way {
    LAYER_CAM,
    OCCLUSION;

    HeatMap map(Explanation of, int image) {
      float[] pixels = new float[SIDE * SIDE];
      TWO_SQUARES.copyScaled(image, pixels, 0);
      return this == LAYER_CAM ? of.layerCam(pixels, 0) : of.occlusion(pixels, 0);
    }
  }

  @BeforeAll
  static void train() throws IOException {
    ImageDataset shapes = shapes(600, (image, random) -> random.nextInt(SIDE - 5), 50);
    NetworkSpec spec =
        NetworkSpec.of(Preset.COMPACT).withImage(SIDE, SIDE, 1).withClasses(2).withSizes(8, 16, 16);
    net = ConvNet.forTraining(spec, Fixtures.FAST, 1);
    Trainer trainer =
        new Trainer(
            net,
            Fixtures.SETTINGS,
            shapes,
            Fixtures.split(shapes, 100),
            new TrainingPlan(5, 20, 1000, 1),
            List.of());
    trainer.train();
    Path weights = folder.resolve("weights");
    trainer.session().save(weights.toString());
    inference = ConvNet.forServing(net.spec());
    session = inference.openForInference(Fixtures.SETTINGS);
    session.restore(weights.toString());
    explanation = new Explanation(session, TWO_SQUARES.shape());
  }

  @AfterAll
  static void free() {
    inference.close();
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
    Path weights = folder.resolve("random");
    try (ConvNet other = ConvNet.forTraining(net.spec(), Fixtures.FAST, 99);
        ConvNet randomised = ConvNet.forServing(net.spec())) {
      Session initial = other.open(Fixtures.SETTINGS);
      initial.initialize();
      initial.save(weights.toString());
      Session random = randomised.openForInference(Fixtures.SETTINGS);
      random.restore(weights.toString());

      float[] trained = way.map(explanation, 0).values();
      float[] untrained = way.map(new Explanation(random, TWO_SQUARES.shape()), 0).values();

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

  /** By hand: two maps of two places, whose mean gradients are 1 and -2. */
  @Test
  void gradCamWeightsEachMapByItsMeanGradient() {
    BlockGradient block =
        new BlockGradient(1, 2, 2, new float[] {3, 1, 5, 4}, new float[] {0, -4, 2, 0});

    assertThat(block.gradCam().values()).containsExactly(3 - 2, 0);
  }

  /** By hand: where a gradient is below 0 its map does not count. */
  @Test
  void layerCamWeightsEachPlaceByItsOwnGradient() {
    BlockGradient block =
        new BlockGradient(1, 2, 2, new float[] {3, 1, 5, 4}, new float[] {0.5f, -4, 2, 1});

    assertThat(block.layerCam().values()).containsExactly(1.5f, 14);
  }

  /** Raising one place of one map by a little raises the score by its gradient times that. */
  @Test
  void gradientsAreThoseOfTheScore() {
    float[] pixels = new float[SIDE * SIDE];
    TWO_SQUARES.copyScaled(0, pixels, 0);
    String block = "MaxPool_Layer2";
    String scores = TensorNames.scoresIn(inference.graph());
    try (TFloat32 image = Tensors.images(TWO_SQUARES.shape(), pixels, 1);
        TFloat32 upstream = Tensors.of(Shape.of(1, 2), new float[] {1, 0});
        Result result =
            session
                .runner()
                .feed("image", image)
                .feed("explanation/upstream", upstream)
                .fetch(block)
                .fetch("explanation/of_" + block)
                .run()) {
      TFloat32 maps = (TFloat32) result.get(0);
      float[] values = Tensors.floats(maps);
      float[] gradients = Tensors.floats((TFloat32) result.get(1));
      for (int at : new int[] {0, 77, 133, 255}) {
        double up = score(block, maps.shape(), raised(values, at, 0.01f), scores);
        double down = score(block, maps.shape(), raised(values, at, -0.01f), scores);
        assertThat((up - down) / 0.02).isCloseTo(gradients[at], within(2e-3));
      }
    }
  }

  private static float[] raised(float[] values, int at, float by) {
    float[] raised = values.clone();
    raised[at] += by;
    return raised;
  }

  private static double score(String block, Shape shape, float[] maps, String scores) {
    try (TFloat32 fed = Tensors.of(shape, maps);
        Result result = session.runner().feed(block, fed).fetch(scores).run()) {
      return Tensors.floats((TFloat32) result.get(0))[0];
    }
  }

  @Test
  void aNetworkOfSomebodyElsesIsRefused() {
    try (Graph graph = new Graph();
        Session other = new Session(graph)) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> new Explanation(other, TWO_SQUARES.shape()))
          .withMessageContaining("glyphnet's own");
    }
  }

  @Test
  void coarseMapsHottestPlaceStaysWhereItIs() {
    HeatMap map = HeatMap.stretched(new float[] {0, 0, 0, 1}, 2, 2, 8, 8);

    assertThat(map.values()[7 * 8 + 7]).isEqualTo(1);
    assertThat(map.values()[0]).isZero();
    assertThat(HeatMap.stretched(new float[] {3}, 1, 1, 4, 5).values()).hasSize(20).containsOnly(3);
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
