package org.glyphnet.serving;

import org.glyphnet.Internal;

/** How the server calls itself in the Open Inference Protocol. */
@Internal
public final class ServerIdentity {
  /** Of the server. */
  public static final String NAME = "glyphnet";

  /** Of its models. */
  public static final String PLATFORM = "tensorflow_savedmodel";

  private ServerIdentity() {}

  /** Of the jar; classes that are in none have no version. */
  public static String version() {
    String version = ServerIdentity.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
