package org.glyphnet.report;

import java.awt.AWTError;

/** Runs code that needs Java's graphics, and says in one line what the machine lacks for it. */
final class Drawing {
  private Drawing() {}

  /**
   * Draws.
   *
   * @throws ChartException for a machine without fonts or with a display that does not answer
   */
  static void guarded(Runnable drawing) {
    try {
      drawing.run();
    } catch (AWTError e) {
      throw new ChartException(
          "The display does not answer ("
              + e.getMessage()
              + "); unset DISPLAY or run java with -Djava.awt.headless=true",
          e);
    } catch (InternalError | LinkageError e) {
      // What Java throws here on a machine without fontconfig, freetype or any font.
      throw new ChartException(
          "Java cannot draw text on this machine ("
              + cause(e).getMessage()
              + "); install fontconfig and a font such as fonts-dejavu-core",
          e);
    }
  }

  /** The innermost cause, which is the one that names fontconfig, freetype or a library. */
  private static Throwable cause(Throwable thrown) {
    return thrown.getCause() == null ? thrown : cause(thrown.getCause());
  }
}
