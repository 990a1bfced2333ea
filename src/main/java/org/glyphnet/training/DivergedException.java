package org.glyphnet.training;

import org.glyphnet.GlyphnetException;

/**
 * Training cannot go on, because its numbers have left what a float can hold. The message is one
 * line.
 */
public final class DivergedException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(4, message, null);
  }

  public DivergedException(String message, Throwable cause) {
    super(4, message, cause);
  }
}
