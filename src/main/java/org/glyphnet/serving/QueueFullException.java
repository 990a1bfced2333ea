package org.glyphnet.serving;

import org.glyphnet.Internal;

/**
 * So much is waiting already that more is not taken; later it may be. Has no stack trace: it is an
 * everyday answer under load, not a fault.
 */
@Internal
public final class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueueFullException(String message) {
    super(message, null, false, false);
  }
}
