package org.glyphnet.training;

import java.util.Locale;
import org.glyphnet.GlyphnetException;

/**
 * Training cannot go on, because its numbers have left what a float can hold. The message is one
 * line.
 */
public final class DivergedException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  /**
   * A step's cost, which must be finite.
   *
   * @param before where the run stood before the step
   */
  static float finite(float cost, Progress before) {
    if (Float.isFinite(cost)) {
      return cost;
    }
    throw new DivergedException(
        String.format(
            Locale.ROOT,
            "epoch %d, step %d: the cost is %s",
            before.epochs(),
            before.steps() + 1,
            Float.isNaN(cost) ? "not a number" : "infinite"));
  }

  public DivergedException(String message) {
    super(4, message, null);
  }

  public DivergedException(String message, Throwable cause) {
    super(4, message, cause);
  }
}
