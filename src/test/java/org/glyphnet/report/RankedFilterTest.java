package org.glyphnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankedFilterTest {
  /** Kernels of 5x5 for images of so many channels, one after another as their weights are told. */
  private static FilterBank bank(int channels, float[]... filters) {
    float[] weights = new float[25 * channels * filters.length];
    for (int f = 0; f < filters.length; f++) {
      for (int i = 0; i < 25; i++) {
        for (int c = 0; c < channels; c++) {
          weights[(i * channels + c) * filters.length + f] = filters[f][i] * (c + 1);
        }
      }
    }
    return new FilterBank(5, 5, channels, filters.length, weights);
  }

  private static float[] noisy(String name, double sign, double noise) {
    float[] kernel =
        KnownKernel.ofSize(5).stream()
            .filter(k -> k.name().equals(name))
            .findFirst()
            .orElseThrow()
            .weights();
    Random random = new Random(3);
    float[] noisy = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      noisy[i] = (float) (sign * kernel[i] + noise * random.nextGaussian());
    }
    return noisy;
  }

  @Test
  void closestIsFirstWhateverItsSignAndSize() {
    float[] flat = new float[25];
    java.util.Arrays.fill(flat, 1f);

    List<RankedFilter> ranked =
        RankedFilter.of(
            bank(1, flat, noisy("vertical Sobel", 0.01, 0.03), noisy("centre-surround", -1, 0.1)));

    assertThat(ranked).extracting(RankedFilter::number).containsExactly(2, 1, 0);
    assertThat(ranked)
        .extracting(RankedFilter::name)
        .containsExactly("centre-surround", "vertical Sobel", "");
    assertThat(ranked.get(0).correlation()).isBetween(-1.0, -0.95);
  }

  @Test
  void colourFiltersAreNamedByWhatTheyAnswerToGrey() {
    assertThat(RankedFilter.of(bank(3, noisy("falling diagonal", 1, 0.1))).get(0).name())
        .isEqualTo("falling diagonal");
  }

  @Test
  void filterOfZerosHasNoName() {
    assertThat(RankedFilter.of(bank(1, new float[25])).get(0).name()).isEmpty();
  }

  @Test
  void filtersOfOnePixelAreListedWithoutNames() {
    assertThat(RankedFilter.of(new FilterBank(1, 1, 1, 2, new float[] {1, 2})))
        .containsExactly(new RankedFilter(0, "", 0, false), new RankedFilter(1, "", 0, false));
  }

  @Test
  void chanceNamesHardlyAnyRandomFilter() {
    for (int size : new int[] {3, 5, 7}) {
      Random random = new Random(size);
      float[] weights = new float[size * size * 20_000];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextGaussian();
      }

      long named =
          RankedFilter.of(new FilterBank(size, size, 1, 20_000, weights)).stream()
              .filter(RankedFilter::good)
              .count();

      // One in 1,000 at most: 20, and four standard deviations more.
      assertThat(named).isLessThanOrEqualTo(38);
    }
  }

  @Test
  void smallFiltersNeedACloserMatch() {
    assertThat(RankedFilter.threshold(49, 5)).isEqualTo(0.65);
    assertThat(RankedFilter.threshold(25, 5)).isBetween(0.65, 0.7);
    assertThat(RankedFilter.threshold(9, 5)).isBetween(0.9, 0.97);
  }
}
