package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals that this process sends itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals as Unix has them")
@Timeout(30)
class StopSignalsTest {
  private final BlockingQueue<Integer> halts = new ArrayBlockingQueue<>(9);

  @Test
  void theFirstIsRememberedAndEndsNothing() throws Exception {
    try (StopSignals signals = new StopSignals(halts::add)) {
      signals.listen();
      assertThat(signals.getAsBoolean()).isFalse();

      raise("TERM");
      await(signals);

      assertThat(signals.name()).isEqualTo("SIGTERM");
      assertThat(signals.exitCode()).isEqualTo(143);
      assertThat(halts.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void theSecondEndsTheProcessWithItsExitCode() throws Exception {
    try (StopSignals signals = new StopSignals(halts::add)) {
      signals.listen();
      raise("TERM");
      await(signals);
      raise("TERM");

      assertThat(halts.take()).isEqualTo(143);
      assertThat(signals.name()).isEqualTo("SIGTERM");
    }
  }

  private static void await(StopSignals signals) throws InterruptedException {
    while (!signals.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    signal
        .getMethod("raise", signal)
        .invoke(null, signal.getConstructor(String.class).newInstance(name));
  }
}
