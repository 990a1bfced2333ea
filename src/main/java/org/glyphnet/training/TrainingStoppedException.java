package org.glyphnet.training;

/** Training was asked to stop, and has; what it came to is saved. */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingStoppedException(String message) {
    super(message);
  }
}
