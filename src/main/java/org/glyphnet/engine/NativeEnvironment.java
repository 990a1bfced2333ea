package org.glyphnet.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Optional;

/**
 * The environment as native libraries see it. Java can read it, not write it, so writing goes
 * through JNA, which only the program brings along.
 */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /** What this process was started with. */
  static Optional<String> started(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /**
   * Sets a variable for native libraries that are loaded from now on; {@link System#getenv} does
   * not see it.
   *
   * @return whether it is set; not without JNA, or where JNA cannot be loaded
   */
  static boolean set(String name, String value) {
    try {
      return Access.set(name, value);
    } catch (LinkageError e) {
      return false;
    }
  }

  /** What is known only where JNA is. */
  private static final class Access {
    static boolean set(String name, String value) {
      return Platform.isWindows()
          ? Native.load("ucrtbase", Windows.class)._putenv_s(name, value) == 0
          : Native.load(Platform.C_LIBRARY_NAME, Posix.class).setenv(name, value, 1) == 0;
    }
  }

  /** C's library on POSIX systems. */
  interface Posix extends Library {
    int setenv(String name, String value, int overwrite);
  }

  /** C's library on Windows. */
  interface Windows extends Library {
    int _putenv_s(String name, String value);
  }
}
