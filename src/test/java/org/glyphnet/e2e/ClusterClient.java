package org.glyphnet.e2e;

import java.io.IOException;

/** What trains on a cluster as its worker 0. {@link #close} ends what it started. */
interface ClusterClient extends AutoCloseable {
  /** A run under way. */
  interface Running {
    boolean isAlive();

    /** Waits for its end. */
    Program.Outcome outcome() throws IOException, InterruptedException;
  }

  /** Begins a run. */
  Running train(TinyRun run, int workerLimitSeconds) throws IOException;

  /** Goes on with a run that has ended before its end. */
  Running resume(TinyRun run, int workerLimitSeconds) throws IOException;

  @Override
  void close() throws IOException;
}
