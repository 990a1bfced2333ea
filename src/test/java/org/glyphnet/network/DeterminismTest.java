package org.glyphnet.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static final int STEPS = 5;

  /** Large enough that its gradients take threads of their own and overlap. */
  private static final NetworkSpec SPEC =
      NetworkSpec.bookText()
          .withImage(14, 14, 1)
          .withSizes(16, 16, 64)
          .withDropout(0.5f)
          .withBatchNorm(0.9f, 1e-8f);

  private static Map<String, float[]> once;

  @BeforeAll
  static void train() {
    once = trained(3);
  }

  @RepeatedTest(4)
  void equalRunsEndInEqualBitsInEveryVariable() {
    Map<String, float[]> again = trained(3);

    assertThat(again).hasSameSizeAs(once);
    once.forEach((name, value) -> assertThat(again.get(name)).as(name).isEqualTo(value));
  }

  @Test
  void otherSeedEndsInOtherBits() {
    assertThat(trained(4).get("DenseLayer3/kernel")).isNotEqualTo(once.get("DenseLayer3/kernel"));
  }

  /** Every float variable after a few steps with two threads. */
  private static Map<String, float[]> trained(long seed) {
    try (ConvNet net = ConvNet.forTraining(SPEC, AdamSpec.book(), seed);
        GraphRun run = new GraphRun(net.graph())) {
      run.feed(TensorNames.IS_TRAINING, true);
      for (int step = 0; step < STEPS; step++) {
        Batch.of(SPEC, 32, step).feedTo(run);
        run.step(TensorNames.TRAIN_STEP);
      }
      return run.floats(Networks.floatVariableNames(net));
    }
  }
}
