package org.glyphnet.job;

import org.glyphnet.GlyphnetException;

/** Settings that cannot be carried out; the message says what would be right. Exit code 2. */
public final class SettingsException extends GlyphnetException {
  private static final long serialVersionUID = 1L;

  /** With its one-line message. */
  public SettingsException(String message) {
    super(2, message, null);
  }

  /** With its one-line message, and what the caller can do about it. */
  public SettingsException(String message, Remedy remedy) {
    super(2, message, null, remedy);
  }

  /** With its one-line message, and what led to it. */
  public SettingsException(String message, Throwable cause) {
    super(2, message, cause);
  }
}
