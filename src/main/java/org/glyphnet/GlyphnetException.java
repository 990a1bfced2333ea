package org.glyphnet;

import java.util.Optional;

/**
 * A failure that its message explains to whoever caused it, in one line: what was found, and what
 * would be right. Every kind of it that glyphnet throws extends this class; anything else that
 * comes out of a call is a fault of the program, the machine or the caller.
 */
public abstract class GlyphnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final Remedy remedy;

  /**
   * @param exitCode what a process exits with that ends because of it, in [1, 255]
   * @param message one line
   * @param cause what led to it; null when nothing else did
   */
  protected GlyphnetException(int exitCode, String message, Throwable cause) {
    this(exitCode, message, cause, null);
  }

  /**
   * @param exitCode what a process exits with that ends because of it, in [1, 255]
   * @param message one line
   * @param cause what led to it; null when nothing else did
   * @param remedy what the caller can do about it; null when the message says all
   */
  protected GlyphnetException(int exitCode, String message, Throwable cause, Remedy remedy) {
    super(message, cause);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** What a process exits with that ends because of it. */
  public final int exitCode() {
    return exitCode;
  }

  /** What the caller can do about it, where that is one of the usual things. */
  public final Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }

  /**
   * What a caller can do about a failure. A library's message cannot say how a program's user does
   * it; the command line adds the option that does.
   */
  public enum Remedy {
    /** Name the folder that holds the data set's files. */
    NAME_DATA_FOLDER,
    /** The same, or take drawn digits instead of MNIST. */
    NAME_DATA_FOLDER_OR_DRAW,
    /** Name the kind of the data set, so that it is not taken for MNIST. */
    NAME_DATA_KIND,
    /** Leave out the images that cannot be read. */
    LEAVE_OUT_UNREADABLE,
    /** Say which class of the data set is which of the model. */
    MAP_CLASSES,
    /** Divide the images at random. */
    SPLIT_AT_RANDOM,
    /** Keep images back for choosing. */
    KEEP_VALIDATION_PART,
    /** Trust the model to reach files, the network and Python. */
    TRUST_MODEL
  }
}
