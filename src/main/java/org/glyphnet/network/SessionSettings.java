package org.glyphnet.network;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

/**
 * How a session uses the machine.
 *
 * @param threads threads that compute, at least 1; results can differ in their last bits from one
 *     number to another
 * @param precision what matrix products and convolutions compute in
 */
public record SessionSettings(int threads, Precision precision) {
  public SessionSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** Float32. */
  public SessionSettings(int threads) {
    this(threads, Precision.FLOAT32);
  }

  /** One thread a processor, float32. */
  public static SessionSettings ofThisMachine() {
    return new SessionSettings(Runtime.getRuntime().availableProcessors());
  }

  /** The same for TensorFlow. */
  public ConfigProto toConfig() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads);
    if (precision == Precision.BFLOAT16) {
      config
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    return config.build();
  }
}
