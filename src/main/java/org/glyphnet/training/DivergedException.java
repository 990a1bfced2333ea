package org.glyphnet.training;

/**
 * Training cannot go on, because its numbers have left what a float can hold. The message is one
 * line; the command line ends with exit code 4.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
