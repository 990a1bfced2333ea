package org.glyphnet.data;

import org.glyphnet.GlyphnetException;

/**
 * Data that is missing, damaged or not what it claims to be. The message is one line that says what
 * was found and what would be right; the command line prints it and ends with exit code 3.
 */
public final class DataException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(3, message, null);
  }

  /** With what the caller can do about it. */
  public DataException(String message, Remedy remedy) {
    super(3, message, null, remedy);
  }

  public DataException(String message, Throwable cause) {
    super(3, message, cause);
  }
}
