package org.glyphnet.cluster;

import java.time.Duration;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;

/**
 * How long a client waits. TensorFlow by itself waits for ever for a worker that is gone.
 *
 * @param step for one step, or anything else that is sent to a worker; above the longest step
 * @param worker for a worker to come, or to come back
 */
public record TimeLimits(Duration step, Duration worker) {
  /** A minute a step, five minutes for a worker to be started again. */
  public static final TimeLimits DEFAULT =
      new TimeLimits(Duration.ofSeconds(60), Duration.ofSeconds(300));

  public TimeLimits {
    if (step.toMillis() < 1 || worker.isNegative()) {
      throw new IllegalArgumentException(
          "time limits must be above 0, found " + step + " and " + worker);
    }
  }

  /** Of one run, for TensorFlow. */
  static RunOptions ofRun(Duration limit) {
    return RunOptions.newBuilder().setTimeoutInMs(limit.toMillis()).build();
  }

  /** Of making a session, for TensorFlow. */
  static ConfigProto.Builder ofSession(Duration limit) {
    return ConfigProto.newBuilder().setOperationTimeoutInMs(limit.toMillis());
  }
}
