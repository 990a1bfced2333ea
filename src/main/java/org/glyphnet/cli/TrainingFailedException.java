package org.glyphnet.cli;

/**
 * Training that cannot go on, for a reason in itself; the message says which and what would help.
 * Exit code 4.
 */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
