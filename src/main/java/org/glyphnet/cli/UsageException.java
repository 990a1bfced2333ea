package org.glyphnet.cli;

/**
 * A command line that cannot be carried out as typed; the message says what would be right. Exit
 * code 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
