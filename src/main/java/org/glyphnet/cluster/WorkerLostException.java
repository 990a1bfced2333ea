package org.glyphnet.cluster;

/**
 * A worker died, froze or was cut off while the cluster was at work. What it held is lost, what was
 * saved is not: with the worker back, training goes on from the last checkpoint.
 */
public final class WorkerLostException extends ClusterException {
  private static final long serialVersionUID = 1L;

  private final boolean isFinal;

  /**
   * @param isFinal whether it was waited for already
   */
  WorkerLostException(String message, boolean isFinal, Throwable cause) {
    super(message, cause);
    this.isFinal = isFinal;
  }

  /** Whether the worker was waited for and did not come back. */
  public boolean isFinal() {
    return isFinal;
  }

  /** The same with what to do about it. */
  public WorkerLostException with(String advice) {
    return new WorkerLostException(getMessage() + "; " + advice, isFinal, this);
  }
}
