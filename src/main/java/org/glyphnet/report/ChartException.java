package org.glyphnet.report;

import org.glyphnet.GlyphnetException;

/**
 * A chart that this machine cannot draw or show: no fonts, or no display. The message is one line
 * that says what would help.
 */
public final class ChartException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  public ChartException(String message) {
    super(4, message, null);
  }

  public ChartException(String message, Throwable cause) {
    super(4, message, cause);
  }
}
