package org.glyphnet.cli;

/**
 * The user, or the system, asked the program to stop, and it did; the message says how to go on.
 * Exit code 130 for SIGINT, 143 for SIGTERM.
 */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public StoppedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** 128 and the signal's number. */
  public int exitCode() {
    return exitCode;
  }
}
