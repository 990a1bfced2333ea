package org.glyphnet.report;

/**
 * A chart that this machine cannot draw or show: no fonts, or no display. The message is one line
 * that says what would help.
 */
public final class ChartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChartException(String message) {
    super(message);
  }

  public ChartException(String message, Throwable cause) {
    super(message, cause);
  }
}
