package org.glyphnet.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossesTest {
  private final long[] now = {0};
  private final Losses losses = new Losses(Duration.ofNanos(100), () -> false, () -> now[0]);

  @Test
  void sixLossesInVainOverLongerThanAWorkerIsWaitedForEndTheRun() {
    for (int i = 0; i < 5; i++) {
      assertThat(losses.tooMany(Optional.empty())).as("loss " + i).isFalse();
    }
    now[0] = 100;
    assertThat(losses.tooMany(Optional.empty())).isTrue();
  }

  @Test
  void asManyAtOnceDoNot() {
    for (int i = 0; i < 20; i++) {
      assertThat(losses.tooMany(Optional.empty())).isFalse();
    }
  }

  @Test
  void somethingSavedInBetweenBeginsTheCountAnew() {
    for (int i = 0; i < 20; i++) {
      now[0] += 60;
      assertThat(losses.tooMany(Optional.of(Path.of("classifier-" + i)))).isFalse();
    }
  }
}
