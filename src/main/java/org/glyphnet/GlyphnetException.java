package org.glyphnet;

/**
 * A failure that its message explains to whoever caused it, in one line: what was found, and what
 * would be right. Every kind of it that glyphnet throws extends this class; anything else that
 * comes out of a call is a fault of the program, the machine or the caller.
 */
public abstract class GlyphnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param exitCode what a process exits with that ends because of it, in [1, 255]
   * @param message one line
   * @param cause what led to it; null when nothing else did
   */
  protected GlyphnetException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What a process exits with that ends because of it. */
  public final int exitCode() {
    return exitCode;
  }
}
