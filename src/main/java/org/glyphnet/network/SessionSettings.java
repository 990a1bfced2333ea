package org.glyphnet.network;

import org.tensorflow.proto.ConfigProto;

/**
 * How a session uses the machine.
 *
 * @param threads threads that compute, at least 1; results can differ in their last bits from one
 *     number to another
 */
public record SessionSettings(int threads) {
  public SessionSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** One thread a processor. */
  public static SessionSettings ofThisMachine() {
    return new SessionSettings(Runtime.getRuntime().availableProcessors());
  }

  /** The same for TensorFlow. */
  public ConfigProto toConfig() {
    return config(threads);
  }

  /**
   * For inference, whose operations follow one another: they start on the caller's thread and
   * spread over the others from there. At batch 1 that saves a tenth of the time.
   */
  public ConfigProto toInferenceConfig() {
    return config(-1);
  }

  private ConfigProto config(int startingThreads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(startingThreads)
        .build();
  }
}
