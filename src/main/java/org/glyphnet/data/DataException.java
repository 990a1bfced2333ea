package org.glyphnet.data;

/**
 * Data that is missing, damaged or not what it claims to be. The message is one line that says what
 * was found and what would be right; the command line prints it and ends with exit code 3.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
