package org.glyphnet.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** Sets a variable as the program does, and reads it as a native library would. */
final class SetAndRead {
  private SetAndRead() {}

  /** C's reading of the environment. */
  interface C extends Library {
    String getenv(String name);
  }

  public static void main(String[] args) {
    NativeEnvironment.set("GLYPHNET_TEST_VARIABLE", "1");
    C c = Native.load(Platform.isWindows() ? "ucrtbase" : Platform.C_LIBRARY_NAME, C.class);
    System.out.println("seen: " + c.getenv("GLYPHNET_TEST_VARIABLE"));
  }
}
