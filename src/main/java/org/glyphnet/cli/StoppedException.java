package org.glyphnet.cli;

import org.glyphnet.GlyphnetException;

/**
 * The user, or the system, asked the program to stop, and it did; the message says how to go on.
 * Exit code 130 for SIGINT, 143 for SIGTERM.
 */
final class StoppedException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param exitCode 128 and the signal's number
   */
  StoppedException(String message, int exitCode) {
    super(exitCode, message, null);
  }
}
