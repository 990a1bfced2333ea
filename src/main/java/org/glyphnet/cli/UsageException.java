package org.glyphnet.cli;

import org.glyphnet.GlyphnetException;

/**
 * A command line that cannot be carried out as typed; the message says what would be right. Exit
 * code 2.
 */
final class UsageException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(2, message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(2, message, cause);
  }
}
