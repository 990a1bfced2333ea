package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final int[] TEN = IntStream.range(0, 10).toArray();

  @Test
  void anEpochTakesEveryTrainingImageOnce() {
    int[] train = {11, 5, 7, 3, 90};

    assertThat(Batches.order(train, 1, 0)).containsExactlyInAnyOrder(train);
  }

  @Test
  void anEpochsOrderNeedsNoneOfThoseBeforeIt() {
    int[] alone = Batches.order(TEN, 1, 5);
    for (int epoch = 0; epoch < 5; epoch++) {
      assertThat(Batches.order(TEN, 1, epoch)).isNotEqualTo(alone);
    }

    assertThat(Batches.order(TEN, 1, 5)).isEqualTo(alone);
  }

  @Test
  void orderIsTheSameOnEveryMachine() {
    // From an implementation in Python of java.util.Random's and SplitMix64's definitions.
    assertThat(Batches.order(TEN, 1, 0)).containsExactly(6, 5, 2, 3, 7, 9, 0, 8, 4, 1);
    assertThat(Batches.order(TEN, 1, 5)).containsExactly(7, 1, 3, 8, 6, 5, 0, 2, 9, 4);
    assertThat(Batches.order(TEN, -1, 0)).containsExactly(8, 6, 1, 7, 3, 4, 2, 9, 0, 5);
    assertThat(Batches.order(TEN, Long.MAX_VALUE, 1_000))
        .containsExactly(9, 0, 8, 6, 4, 2, 7, 5, 3, 1);
    int[] large = Batches.order(IntStream.range(0, 60_000).toArray(), 1, 0);
    assertThat(Arrays.hashCode(large)).isEqualTo(-652404811);
  }

  @Test
  void everyPixelBecomesItselfDividedBy255() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = (byte) i;
    }
    ImageDataset dataset =
        new ImageDataset(
            "all",
            new ImageShape(16, 16, 1),
            pixels,
            new int[1],
            List.of("one"),
            OptionalInt.empty());
    float[] images = new float[256];

    Batches.fill(dataset, new int[] {0}, 0, 1, images, new long[1]);

    for (int i = 0; i < 256; i++) {
      assertThat(images[i]).isEqualTo(i / 255f);
    }
  }

  @Test
  void aBatchHoldsItsStretchOfTheOrder() {
    ImageDataset dataset = Samples.noise(10);
    int[] order = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
    float[] images = new float[3 * 6];
    long[] labels = new long[3];

    Batches.fill(dataset, order, 2, 5, images, labels);

    assertThat(labels).containsExactly(7 % 3, 6 % 3, 5 % 3);
    for (int i = 0; i < images.length; i++) {
      int place = i % 6;
      assertThat(images[i]).isEqualTo(dataset.pixel(7 - i / 6, place / 3, place % 3, 0) / 255f);
    }
  }

  @Test
  void aShortBatchLeavesTheRestOfTheArraysAlone() {
    float[] images = new float[3 * 6];
    long[] labels = new long[3];
    Arrays.fill(images, -1);
    Arrays.fill(labels, -1);

    Batches.fill(Samples.noise(10), TEN, 8, 10, images, labels);

    assertThat(labels).containsExactly(2, 0, -1);
    assertThat(Arrays.copyOfRange(images, 12, 18)).containsOnly(-1);
    assertThat(Arrays.copyOf(images, 12)).doesNotContain(-1);
  }
}
