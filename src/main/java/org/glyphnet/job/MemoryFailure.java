package org.glyphnet.job;

import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** A failure because memory was not enough, whichever part of the program met it. */
public final class MemoryFailure {
  /** What there is to say of it. */
  public static final String LINE =
      "not enough memory; smaller layers, a smaller batch or fewer images need less";

  /** How TensorFlow says that a constant cannot be given its memory. */
  private static final String CONSTANT = "Cannot parse tensor from proto";

  private MemoryFailure() {}

  /** Whether it is one. */
  public static boolean is(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || failure instanceof TFResourceExhaustedException
        || (failure instanceof TFInvalidArgumentException
            && String.valueOf(failure.getMessage()).startsWith(CONSTANT));
  }
}
