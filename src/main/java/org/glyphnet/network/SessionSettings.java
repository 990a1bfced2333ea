package org.glyphnet.network;

import org.tensorflow.proto.ConfigProto;

/**
 * How a session uses the machine.
 *
 * @param threads threads that compute, at least 1; results can differ in their last bits from one
 *     number to another
 * @param trustsModels whether graphs from files are run even if they have operations that reach
 *     files, the network or Python
 */
public record SessionSettings(int threads, boolean trustsModels) {
  public SessionSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** So many threads; graphs that reach out are not run. */
  public SessionSettings(int threads) {
    this(threads, false);
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
