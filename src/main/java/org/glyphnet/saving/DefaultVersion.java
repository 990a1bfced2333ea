package org.glyphnet.saving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.glyphnet.Internal;
import org.glyphnet.files.DurableFiles;

/**
 * Which version of a model is meant where none is named: the newest, unless the file {@code
 * default.txt} in the model's folder names another.
 */
@Internal
public final class DefaultVersion {
  private static final String FILE = "default.txt";
  private static final int MOST_BYTES = 100;

  private DefaultVersion() {}

  /** The number that the file names; empty where there is none, or nothing sensible in it. */
  public static Optional<Long> named(Path model) throws IOException {
    Path file = model.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      return Optional.empty();
    }
    String number = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    return number.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(number)) : Optional.empty();
  }

  /** Names one; whoever reads sees the old number or the new one. */
  public static void name(Path model, long number) throws IOException {
    DurableFiles.write(model.resolve(FILE), (number + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** From now on the newest. */
  public static void newest(Path model) throws IOException {
    Files.deleteIfExists(model.resolve(FILE));
  }
}
