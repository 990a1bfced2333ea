package org.glyphnet.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.data.ImageShape;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private static final String ALL =
      "shift=2,rotate=12,zoom=0.12,shear=0.15,elastic=1,flip,crop=2,brightness=0.2,contrast=0.2,erase";

  private static final ImageShape GREY = new ImageShape(28, 28, 1);

  @Test
  void anImageIsAFunctionOfSeedEpochAndItsNumberWhateverCameBefore() {
    byte[] image = noise(GREY, 1);
    Augmenter busy = new Augmenter(Augmentation.parse(ALL), GREY, 7);
    float[] first = apply(busy, image, 3, 11);
    IntStream.range(0, 20).forEach(i -> apply(busy, noise(GREY, i), i, i));

    assertThat(apply(busy, image, 3, 11)).isEqualTo(first);
    assertThat(apply(new Augmenter(Augmentation.parse(ALL), GREY, 7), image, 3, 11))
        .isEqualTo(first);
    assertThat(apply(busy, image, 4, 11)).isNotEqualTo(first);
    assertThat(apply(busy, image, 3, 12)).isNotEqualTo(first);
    assertThat(apply(new Augmenter(Augmentation.parse(ALL), GREY, 8), image, 3, 11))
        .isNotEqualTo(first);
  }

  @Test
  void aBatchHoldsTheImagesOfItsOrderWithTheirLabels() {
    ImageShape shape = new ImageShape(5, 4, 3);
    byte[] pixels = noise(new ImageShape(6 * 5, 4, 3), 2);
    int[] labels = {0, 1, 0, 1, 1, 0};
    ImageDataset dataset =
        new ImageDataset(
            "noise", shape, pixels, labels, java.util.List.of("a", "b"), OptionalInt.empty());
    Augmenter augmenter = new Augmenter(Augmentation.parse("shift=1,contrast=0.3"), shape, 5);
    float[] images = new float[2 * shape.size()];
    long[] classes = new long[2];

    augmenter.fill(dataset, new int[] {5, 3, 0, 4}, 9, 1, 3, images, classes);

    assertThat(classes).containsExactly(1, 0);
    assertThat(Arrays.copyOf(images, shape.size()))
        .isEqualTo(apply(augmenter, dataset.imageBytes(3), 9, 3));
    assertThat(Arrays.copyOfRange(images, shape.size(), images.length))
        .isEqualTo(apply(augmenter, dataset.imageBytes(0), 9, 0));
  }

  @Test
  void withoutChangesValuesAreExact() {
    byte[] image = noise(GREY, 4);

    assertThat(apply(new Augmenter(Augmentation.NONE, GREY, 1), image, 0, 0))
        .isEqualTo(scaled(image));
  }

  @Test
  void valuesStayBetweenZeroAndOneWithEverythingStrong() {
    ImageShape shape = new ImageShape(9, 14, 3);
    Augmenter augmenter =
        new Augmenter(
            Augmentation.parse(
                "shift=9,rotate=180,zoom=4,shear=2,elastic=5,flip,crop=9,brightness=1,contrast=1,erase=1"),
            shape,
            1);
    for (int i = 0; i < 300; i++) {
      for (float value : apply(augmenter, noise(shape, i), 0, i)) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void flipGivesTheImageOrItsMirrorHalfTheTimesEach() {
    byte[] image = noise(GREY, 3);
    float[] same = scaled(image);
    float[] mirror = new float[same.length];
    for (int i = 0; i < same.length; i++) {
      mirror[i] = same[i / 28 * 28 + 27 - i % 28];
    }
    Augmenter augmenter = new Augmenter(Augmentation.parse("flip"), GREY, 1);
    int mirrored = 0;
    for (int i = 0; i < 1000; i++) {
      float[] changed = apply(augmenter, image, 0, i);
      boolean isMirror = Arrays.equals(changed, mirror);
      assertThat(isMirror || Arrays.equals(changed, same)).isTrue();
      mirrored += isMirror ? 1 : 0;
    }

    assertThat(mirrored).isBetween(430, 570);
  }

  @Test
  void cropMovesByWholePixelsUpToItsStrengthInEveryDirection() {
    Augmenter augmenter = new Augmenter(Augmentation.parse("crop=2"), GREY, 1);
    boolean[] seen = new boolean[25];
    for (int i = 0; i < 500; i++) {
      float[] changed = apply(augmenter, dot(GREY, 13, 13), 0, i);
      int at = IntStream.range(0, 784).filter(k -> changed[k] == 1).findFirst().orElseThrow();
      seen[(at / 28 - 11) * 5 + at % 28 - 11] = true;
    }

    assertThat(seen).doesNotContain(false);
  }

  @Test
  void shiftMovesTheCentreOfMassByUpToItsStrength() {
    Augmenter augmenter = new Augmenter(Augmentation.parse("shift=3"), GREY, 1);
    double farthest = 0;
    for (int i = 0; i < 300; i++) {
      double[] centre = centre(apply(augmenter, dot(GREY, 13, 13), 0, i), 28);
      double way = Math.max(Math.abs(centre[0] - 13), Math.abs(centre[1] - 13));
      assertThat(way).isLessThanOrEqualTo(3.001);
      farthest = Math.max(farthest, way);
    }

    assertThat(farthest).isGreaterThan(2.8);
  }

  @Test
  void rotateTurnsAboutTheMiddleByUpToItsStrengthBothWays() {
    ImageShape shape = new ImageShape(29, 29, 1);
    Augmenter augmenter = new Augmenter(Augmentation.parse("rotate=20"), shape, 1);
    double least = 0;
    double most = 0;
    for (int i = 0; i < 300; i++) {
      // Twelve to the right of the middle, which stays at its distance and comes to an angle.
      double[] centre = centre(apply(augmenter, dot(shape, 14, 26), 0, i), 29);
      double angle = Math.toDegrees(Math.atan2(centre[0] - 14, centre[1] - 14));
      assertThat(Math.hypot(centre[0] - 14, centre[1] - 14)).isCloseTo(12, within(0.5));
      least = Math.min(least, angle);
      most = Math.max(most, angle);
    }

    assertThat(least).isBetween(-21.0, -17.0);
    assertThat(most).isBetween(17.0, 21.0);
  }

  @Test
  void zoomScalesDistancesFromTheMiddle() {
    ImageShape shape = new ImageShape(41, 41, 1);
    Augmenter augmenter = new Augmenter(Augmentation.parse("zoom=0.5"), shape, 1);
    double least = 99;
    double most = 0;
    for (int i = 0; i < 300; i++) {
      double way = centre(apply(augmenter, block(shape, 20, 30), 0, i), 41)[1] - 20;
      least = Math.min(least, way);
      most = Math.max(most, way);
    }

    assertThat(least).isCloseTo(10 / 1.5, within(0.4));
    assertThat(most).isCloseTo(15, within(0.4));
  }

  @Test
  void shearMovesRowsSidewaysByTheirDistanceFromTheMiddle() {
    ImageShape shape = new ImageShape(29, 29, 1);
    Augmenter augmenter = new Augmenter(Augmentation.parse("shear=0.5"), shape, 1);
    double least = 0;
    double most = 0;
    for (int i = 0; i < 300; i++) {
      double[] centre = centre(apply(augmenter, dot(shape, 24, 14), 0, i), 29);
      assertThat(centre[0]).isCloseTo(24, within(0.01));
      least = Math.min(least, centre[1] - 14);
      most = Math.max(most, centre[1] - 14);
    }

    assertThat(least).isCloseTo(-5, within(0.3));
    assertThat(most).isCloseTo(5, within(0.3));
  }

  @Test
  void elasticMovesPixelsByItsStrengthAndNeighboursAlike() {
    double squares = 0;
    for (int i = 0; i < 400; i++) {
      Bend bend = new Bend(28, 28);
      bend.draw(1.5, org.glyphnet.data.SplitMix64.of(3, i));
      bend.row(14);
      squares += bend.alongX(14) * bend.alongX(14) + bend.alongY(14) * bend.alongY(14);
      assertThat(bend.alongX(15)).isCloseTo(bend.alongX(14), within(1.5f));
    }

    assertThat(Math.sqrt(squares / 800)).isCloseTo(1.5, within(0.15));
  }

  @Test
  void paperGoesOnAroundInkOnPaper() {
    byte[] image = new byte[784];
    Arrays.fill(image, (byte) 200);
    image[14 * 28 + 14] = 10;
    image[14] = 10; // a stroke that reaches the edge
    Augmenter augmenter = new Augmenter(Augmentation.parse("shift=8,rotate=45"), GREY, 1);
    for (int i = 0; i < 50; i++) {
      float[] changed = apply(augmenter, image, 0, i);
      Arrays.sort(changed);
      assertThat(changed[12]).isCloseTo(200 / 255f, within(1e-6f));
      assertThat(changed[783]).isCloseTo(200 / 255f, within(1e-6f));
    }
  }

  @Test
  void theEdgesPixelsGoOnAroundAPhotograph() {
    byte[] image = new byte[784];
    for (int i = 0; i < 784; i++) {
      image[i] = (byte) (100 + i % 28 * 5); // brighter to the right
    }
    Augmenter augmenter = new Augmenter(Augmentation.parse("crop=20"), GREY, 1);
    for (int i = 0; i < 50; i++) {
      float[] changed = apply(augmenter, image, 0, i);
      for (int x = 1; x < 28; x++) {
        assertThat(changed[x]).isGreaterThanOrEqualTo(changed[x - 1]).isBetween(99 / 255f, 1f);
      }
    }
  }

  @Test
  void brightnessAddsAndContrastScalesAboutTheMean() {
    byte[] image = new byte[784];
    for (int i = 0; i < 784; i++) {
      image[i] = (byte) (i % 2 == 0 ? 102 : 153); // 0.4 and 0.6
    }
    double[] added = new double[500];
    double[] factor = new double[500];
    Augmenter brightness = new Augmenter(Augmentation.parse("brightness=0.2"), GREY, 1);
    Augmenter contrast = new Augmenter(Augmentation.parse("contrast=0.5"), GREY, 1);
    for (int i = 0; i < 500; i++) {
      float[] brighter = apply(brightness, image, 0, i);
      added[i] = brighter[0] - 0.4;
      assertThat(brighter[1] - brighter[0]).isCloseTo(0.2f, within(1e-5f));
      float[] sharper = apply(contrast, image, 0, i);
      factor[i] = (sharper[1] - sharper[0]) / 0.2;
      assertThat(sharper[1] + sharper[0]).isCloseTo(1, within(1e-5f));
    }
    Arrays.sort(added);
    Arrays.sort(factor);

    assertThat(added[0]).isBetween(-0.2001, -0.19);
    assertThat(added[499]).isBetween(0.19, 0.2001);
    assertThat(factor[0]).isBetween(0.4999, 0.52);
    assertThat(factor[499]).isBetween(1.48, 1.5001);
  }

  @Test
  void erasePaintsOneRectangleOfOneGrey() {
    byte[] image = noise(GREY, 9);
    float[] same = scaled(image);
    Augmenter augmenter = new Augmenter(Augmentation.parse("erase=1"), GREY, 1);
    for (int i = 0; i < 100; i++) {
      float[] changed = apply(augmenter, image, 0, i);
      int[] painted = IntStream.range(0, 784).filter(k -> changed[k] != same[k]).toArray();
      int rows = painted[painted.length - 1] / 28 - painted[0] / 28 + 1;
      int left = Arrays.stream(painted).map(k -> k % 28).min().orElseThrow();
      int right = Arrays.stream(painted).map(k -> k % 28).max().orElseThrow();
      assertThat(painted.length).isBetween(10, 170);
      // A pixel of noise may have had the colour already.
      assertThat(rows * (right - left + 1) - painted.length).isBetween(0, 12);
      assertThat(Arrays.stream(painted).mapToObj(k -> changed[k]).distinct()).hasSize(1);
    }
  }

  private static float[] apply(Augmenter augmenter, byte[] image, int epoch, int number) {
    float[] target = new float[image.length + 1];
    augmenter.apply(image, epoch, number, target, 1);
    return Arrays.copyOfRange(target, 1, target.length);
  }

  private static byte[] noise(ImageShape shape, long seed) {
    byte[] bytes = new byte[shape.size()];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] dot(ImageShape shape, int y, int x) {
    byte[] image = new byte[shape.size()];
    image[y * shape.width() + x] = (byte) 255;
    return image;
  }

  private static byte[] block(ImageShape shape, int y, int x) {
    byte[] image = new byte[shape.size()];
    for (int i = -2; i <= 2; i++) {
      for (int k = -2; k <= 2; k++) {
        image[(y + i) * shape.width() + x + k] = (byte) 255;
      }
    }
    return image;
  }

  private static float[] scaled(byte[] image) {
    float[] scaled = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      scaled[i] = (image[i] & 0xff) / 255f;
    }
    return scaled;
  }

  /** Row and column. */
  private static double[] centre(float[] image, int width) {
    double mass = 0;
    double y = 0;
    double x = 0;
    for (int i = 0; i < image.length; i++) {
      mass += image[i];
      int row = i / width;
      y += image[i] * row;
      x += image[i] * (i % width);
    }
    return new double[] {y / mass, x / mass};
  }
}
