package org.glyphnet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void neighbouringStreamsDiffer() {
    assertThat(SplitMix64.of(1, 0).nextLong()).isNotEqualTo(SplitMix64.of(1, 1).nextLong());
    assertThat(SplitMix64.of(1, 0).nextLong()).isNotEqualTo(SplitMix64.of(2, 0).nextLong());
  }

  @Test
  void theSameStreamRepeats() {
    assertThat(SplitMix64.of(5, 9).nextLong()).isEqualTo(SplitMix64.of(5, 9).nextLong());
  }

  @Test
  void uniformStaysInRange() {
    SplitMix64 random = SplitMix64.of(1, 1);

    assertThat(DoubleStream.generate(() -> random.uniform(-2, 3)).limit(10_000))
        .allMatch(value -> value >= -2 && value < 3);
  }

  @Test
  void bellHasMeanZeroAndDeviationOne() {
    SplitMix64 random = SplitMix64.of(1, 1);
    double[] values = DoubleStream.generate(random::bell).limit(20_000).toArray();

    assertThat(DoubleStream.of(values).average().orElseThrow()).isCloseTo(0, within(0.03));
    assertThat(DoubleStream.of(values).map(v -> v * v).average().orElseThrow())
        .isCloseTo(1, within(0.04));
    assertThat(DoubleStream.of(values).map(Math::abs).max().orElseThrow()).isLessThan(3.5);
  }
}
