package org.glyphnet.serving;

import org.glyphnet.Internal;

/**
 * How a version of a model is, in the terms of TensorFlow Serving's {@code GetModelStatus}.
 *
 * @param version its number
 * @param state of its life
 * @param errorCode name of a {@code google.rpc} code
 * @param errorMessage why it was refused; empty when it was not
 */
@Internal
public record VersionStatus(long version, State state, String errorCode, String errorMessage) {
  /** The states of a servable that this service has. */
  public enum State {
    LOADING,
    AVAILABLE,
    UNLOADING,
    END
  }

  static VersionStatus of(long version, State state) {
    return new VersionStatus(version, state, "OK", "");
  }

  static VersionStatus refused(long version, String reason) {
    return new VersionStatus(version, State.END, "INVALID_ARGUMENT", reason);
  }
}
