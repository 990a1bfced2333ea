package org.glyphnet.cli;

import org.glyphnet.GlyphnetException;

/**
 * Training that cannot go on, for a reason in itself; the message says which and what would help.
 * Exit code 4.
 */
public final class TrainingFailedException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public TrainingFailedException(String message, Throwable cause) {
    super(4, message, cause);
  }
}
