package org.glyphnet.serving;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that the bodies of all requests together may take. A body takes its share as it arrives
 * and gives it back when the request is answered. Thread-safe.
 */
final class ByteBudget {
  private final AtomicLong free;

  /**
   * @param bytes at least 1
   */
  ByteBudget(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** Takes bytes; false, and nothing taken, when so many are not free. */
  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  /** Gives bytes back. */
  void giveBack(long bytes) {
    free.addAndGet(bytes);
  }
}
