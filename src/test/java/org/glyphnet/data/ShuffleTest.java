package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10, 60_000})
  void everyImageIsKeptOnce(int count) {
    int[] images = IntStream.range(100, 100 + count).toArray();

    int[] order = Shuffle.of(images, 1, 0);

    assertThat(IntStream.of(order).sorted().toArray()).isEqualTo(images);
  }

  @Test
  void theGivenArrayStaysAsItIs() {
    int[] images = IntStream.range(0, 50).toArray();

    Shuffle.of(images, 1, 0);

    assertThat(images).isSorted();
  }

  @Test
  void neighbouringSeedsAndPurposesGiveDifferentOrders() {
    int[] images = IntStream.range(0, 20).toArray();
    Set<String> orders = new HashSet<>();
    for (int seed = -20; seed < 20; seed++) {
      for (int purpose = Shuffle.SPLIT; purpose < 24; purpose++) {
        orders.add(Arrays.toString(Shuffle.of(images, seed, purpose)));
      }
    }

    assertThat(orders).hasSize(40 * 25);
  }

  @Test
  void everyImageComesToEveryPlaceAboutEquallyOften() {
    int[] images = IntStream.range(0, 10).toArray();
    int[][] times = new int[10][10];
    for (int epoch = 0; epoch < 20_000; epoch++) {
      int[] order = Shuffle.of(images, 42, epoch);
      for (int place = 0; place < 10; place++) {
        times[order[place]][place]++;
      }
    }

    // 2,000 expected, standard deviation 42
    assertThat(Arrays.stream(times).flatMapToInt(Arrays::stream))
        .allMatch(n -> Math.abs(n - 2000) < 220);
  }

  @Test
  void ordersOfNeighbouringEpochsAreUnrelated() {
    int[] images = IntStream.range(0, 10).toArray();
    int same = 0;
    for (int epoch = 0; epoch < 10_000; epoch++) {
      same += Shuffle.of(images, 7, epoch)[0] == Shuffle.of(images, 7, epoch + 1)[0] ? 1 : 0;
    }

    // 1,000 expected, standard deviation 30
    assertThat(same).isBetween(850, 1150);
  }
}
