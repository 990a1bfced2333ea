package org.glyphnet.cluster;

import org.glyphnet.GlyphnetException;

/**
 * A cluster that cannot be formed or has fallen apart. The message is one line that names the
 * worker and says what would be right; the process ends with exit code 4.
 */
public class ClusterException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  private static final int EXIT_CODE = 4;

  ClusterException(String message, Throwable cause) {
    super(EXIT_CODE, message, cause);
  }
}
