package org.glyphnet.cluster;

/** A worker that is there and may not take part: of another version, or of another cluster. */
public final class WorkerRefusedException extends ClusterException {
  private static final long serialVersionUID = 1L;

  WorkerRefusedException(String message) {
    super(message, null);
  }
}
