package org.glyphnet.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Where the real MNIST is, for the tests that need it. */
public final class RealMnist {
  private RealMnist() {}

  /** The folder; a test that asks is passed over where there is none. */
  public static Path folder() {
    String folder = System.getenv("GLYPHNET_DATA");
    assumeTrue(
        folder != null && !folder.isBlank(),
        "needs the environment variable GLYPHNET_DATA to name the folder with MNIST's files");
    return Path.of(folder);
  }
}
