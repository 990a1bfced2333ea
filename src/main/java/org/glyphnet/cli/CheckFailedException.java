package org.glyphnet.cli;

import org.glyphnet.GlyphnetException;

/**
 * A check that a command makes does not hold, such as a restored accuracy that differs. Exit code
 * 1.
 */
final class CheckFailedException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public CheckFailedException(String message) {
    super(1, message, null);
  }
}
