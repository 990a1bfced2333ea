package org.glyphnet.training;

/**
 * Training cannot go on, because its numbers have left what a float can hold. The message is one
 * line.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
