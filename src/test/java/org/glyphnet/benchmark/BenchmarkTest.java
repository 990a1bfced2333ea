package org.glyphnet.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.glyphnet.data.ImageDataset;
import org.glyphnet.network.ConvNet;
import org.glyphnet.network.NetworkSpec;
import org.glyphnet.network.Precision;
import org.glyphnet.network.Preset;
import org.glyphnet.training.Fixtures;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TFInvalidArgumentException;

class BenchmarkTest {
  private static final NetworkSpec SMALL = NetworkSpec.of(Preset.COMPACT).withSizes(2, 3, 4);

  /** Of 8 x 8 pixels. */
  private static final ImageDataset BARS = Fixtures.bars(60);

  @Test
  void networkCanBeClosedAfterAFirstStepThatFails() {
    ConvNet net = TrainingSpeed.network(SMALL, Precision.FLOAT32);

    assertThatThrownBy(() -> new TrainingSpeed(net, Fixtures.SETTINGS, BARS))
        .isInstanceOf(TFInvalidArgumentException.class);

    assertTimeoutPreemptively(Duration.ofSeconds(20), net::close);
  }

  @Test
  void tracedStepTellsItsOperationsLongestFirst() {
    List<StepTrace.Operation> operations;
    try (ConvNet net = Fixtures.net(1)) {
      operations =
          new Benchmark(
                  net.spec(), Precision.FLOAT32, Fixtures.SETTINGS, BARS, new Benchmark.Load(1, 1))
              .trace();
    }

    assertThat(operations)
        .extracting(StepTrace.Operation::micros)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(operations)
        .extracting(StepTrace.Operation::name)
        .anyMatch(name -> name.contains("LRELU_Layer4"));
  }
}
