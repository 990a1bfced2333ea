package org.glyphnet.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.glyphnet.GlyphnetException;
import org.glyphnet.job.MemoryFailure;

/**
 * What the user is told of a failure, and what the process exits with because of it.
 *
 * @param line one line
 * @param exitCode 1 to 255
 */
record Failure(String line, int exitCode) {
  private static final int OTHER = 4;

  private static final String CACHE_OPTION = "-Dorg.bytedeco.javacpp.cachedir=DIR";

  static Failure of(Throwable e) {
    if (e instanceof GlyphnetException explained) {
      return new Failure(PlainStream.name(explanation(explained)), explained.exitCode());
    }
    return new Failure(PlainStream.name(line(e)), OTHER);
  }

  /** What it says, and what is typed to do something about it. */
  static String explanation(GlyphnetException e) {
    return firstLine(e) + e.remedy().map(remedy -> "; " + Remedies.words(remedy)).orElse("");
  }

  private static String line(Throwable e) {
    if (e instanceof FileSystemException failure) {
      return failure.getFile() + ": " + reason(failure);
    }
    if (MemoryFailure.is(e)) {
      return MemoryFailure.LINE;
    }
    if (e instanceof UnsatisfiedLinkError || e instanceof NoClassDefFoundError) {
      return "TensorFlow's native libraries cannot be loaded ("
          + firstLine(e)
          + "); they are unpacked into "
          + System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp/cache")
          + ", which must be writable and allow programs to run; GLYPHNET_JAVA_OPTIONS="
          + CACHE_OPTION
          + " names another folder";
    }
    String first = firstLine(e);
    return e.getClass().getSimpleName() + (first.isEmpty() ? "" : ": " + first);
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static String reason(FileSystemException e) {
    if (e.getReason() != null) {
      return e.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "is there already";
    }
    return e instanceof AccessDeniedException ? "access denied" : "cannot be used";
  }
}
