package org.glyphnet.serving;

import java.util.concurrent.CompletableFuture;
import org.glyphnet.Internal;

/** What is no longer wanted is not worked on: Java's futures do not tell those they wait for. */
@Internal
public final class Cancellation {
  private Cancellation() {}

  /**
   * Cancels work with what was made of it.
   *
   * @param result what is cancelled, or not
   * @param work what it waits for
   * @return the result
   */
  public static <T> CompletableFuture<T> passedOn(
      CompletableFuture<T> result, CompletableFuture<?> work) {
    var unused =
        result.whenComplete(
            (done, failure) -> {
              if (result.isCancelled()) {
                work.cancel(false);
              }
            });
    return result;
  }
}
