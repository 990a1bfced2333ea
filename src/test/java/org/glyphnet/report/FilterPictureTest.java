package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.glyphnet.data.DataException;
import org.glyphnet.network.ConvNet;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class FilterPictureTest {
  private static FilterBank random(int size, int channels, int filters) {
    Random random = new Random(1);
    float[] weights = new float[size * size * channels * filters];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.5f;
    }
    return new FilterBank(size, size, channels, filters, weights);
  }

  private static Set<Integer> colours(BufferedImage picture) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }

  @Test
  void kernelsAreTakenOutOfTensorFlowsOrder() {
    // [2, 2, 2 channels, 3 filters]
    float[] weights = new float[24];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i;
    }
    FilterBank bank = new FilterBank(2, 2, 2, 3, weights);

    assertThat(bank.kernel(1, 0)).containsExactly(1, 7, 13, 19);
    assertThat(bank.kernel(1, 1)).containsExactly(4, 10, 16, 22);
    assertThat(bank.summed(1)).containsExactly(5, 17, 29, 41);
    assertThat(bank.largest()).isEqualTo(23);
  }

  @Test
  void filtersAreThoseOfTheSession() {
    try (ConvNet net = Fixtures.net(1);
        Session session = new Session(net.graph())) {
      session.initialize();

      FilterBank bank = FilterBank.read(session);

      assertThat(bank.height()).isEqualTo(5);
      assertThat(bank.filters()).isEqualTo(3);
      try (var result = session.runner().fetch("Conv2d_Layer1/kernel/read").run()) {
        TFloat32 kernel = (TFloat32) result.get(0);
        assertThat(kernel.shape()).isEqualTo(Shape.of(5, 5, 1, 3));
        assertThat(bank.kernel(2, 0)[7]).isEqualTo(kernel.getFloat(1, 2, 0, 2));
      }
    }
  }

  @Test
  void graphWithoutTheLayerIsToldSo() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      assertThatThrownBy(() -> FilterBank.read(session))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Conv2d_Layer1");
    }
  }

  @Test
  void everyWeightHasTheColourOfItsShareOfTheLargest(@TempDir Path folder) throws IOException {
    FilterBank bank = random(5, 1, 16);
    Path file = folder.resolve("new/filters.png");

    FilterPicture.writePng(bank, file);

    Set<Integer> colours = colours(ImageIO.read(file.toFile()));
    for (float weight : bank.weights()) {
      assertThat(colours).contains(SignedColours.rgb(weight / bank.largest()));
    }
  }

  @Test
  void pictureGrowsWithFiltersChannelsAndSize() {
    BufferedImage few = FilterPicture.draw(random(3, 1, 1));
    BufferedImage many = FilterPicture.draw(random(11, 3, 100));

    assertThat(many.getWidth()).isGreaterThan(10 * 3 * 11 * 2);
    assertThat(many.getHeight()).isGreaterThan(10 * 11 * 2);
    assertThat(few.getWidth()).isBetween(400, 600);
  }

  @Test
  void gridNeedsNoWordsAndHoldsEveryWeight() {
    FilterBank bank = random(4, 3, 7);

    BufferedImage grid = FilterGrid.draw(bank);

    // 3 columns and 3 rows of tiles of 4x3 and 4 weights, each 8 pixels, 4 pixels apart.
    assertThat(grid.getWidth()).isEqualTo(3 * (4 * 3 * 8 + 4) + 4);
    assertThat(grid.getHeight()).isEqualTo(3 * (4 * 8 + 4) + 4);
    assertThat(grid.getRGB(4, 4) & 0xffffff)
        .isEqualTo(SignedColours.rgb(bank.kernel(0, 0)[0] / bank.largest()));
    assertThat(grid.getRGB(4 + 8 * 4, 4) & 0xffffff)
        .isEqualTo(SignedColours.rgb(bank.kernel(0, 1)[0] / bank.largest()));
  }

  @Test
  void colourTellsTheSign() {
    Color negative = new Color(SignedColours.rgb(-0.8));
    Color positive = new Color(SignedColours.rgb(0.8));

    assertThat(negative.getBlue()).isGreaterThan(negative.getRed() + 80);
    assertThat(positive.getRed()).isGreaterThan(positive.getBlue() + 80);
    assertThat(SignedColours.rgb(0)).isEqualTo(0xf7f7f7);
    assertThat(SignedColours.rgb(-7)).isEqualTo(SignedColours.rgb(-1));
    assertThat(SignedColours.rgb(Double.NaN)).isEqualTo(0x808080);
  }
}
