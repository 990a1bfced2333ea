package org.glyphnet.data.folders;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.glyphnet.data.DataException;

/** Names of files and folders, whatever the locale. */
final class FileNames {
  /** What a decoder puts where it does not understand. */
  private static final char UNKNOWN = '\ufffd';

  private static final Set<String> SYSTEM =
      Set.of("__macosx", "thumbs.db", "desktop.ini", "@eadir", "$recycle.bin", "lost+found");

  private FileNames() {}

  /**
   * The last part of a path. In a locale without UTF-8, such as the POSIX one of many containers,
   * Java cannot show accents, but its URIs keep the bytes.
   *
   * @throws DataException when the name is not UTF-8
   */
  static String of(Path path) {
    String name = path.getFileName().toString();
    if (name.indexOf(UNKNOWN) < 0) {
      return name;
    }
    String whole = path.toUri().getPath();
    String trimmed = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    String decoded = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    if (decoded.indexOf(UNKNOWN) >= 0) {
      throw new DataException(decoded + ": a name that is not UTF-8; rename it");
    }
    return decoded;
  }

  /** Whether it is hidden, or left behind by an operating system or a packer. */
  static boolean isJunk(Path path) {
    String name = of(path).toLowerCase(Locale.ROOT);
    return name.startsWith(".") || SYSTEM.contains(name);
  }
}
