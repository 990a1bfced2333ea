package org.glyphnet.cluster;

/**
 * A worker died, froze or was cut off while the cluster was at work. What it held is lost, what was
 * saved is not: with the worker back, training goes on from the last checkpoint.
 */
public final class WorkerLostException extends ClusterException {
  private static final long serialVersionUID = 1L;

  WorkerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
