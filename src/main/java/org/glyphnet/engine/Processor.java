package org.glyphnet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processor, as far as the system tells (Linux does). Immutable.
 *
 * @param name as its maker calls it, {@code unknown} where it is not told
 * @param instructions what it has
 */
public record Processor(String name, InstructionSet instructions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String UNKNOWN = "unknown";

  /** Of this machine. */
  public static Processor ofThisMachine() {
    try {
      return of(Files.readAllLines(CPU_INFO));
    } catch (IOException e) {
      return new Processor(UNKNOWN, InstructionSet.UNKNOWN); // another system than Linux
    }
  }

  /** As the lines of {@code /proc/cpuinfo} describe the first one. */
  static Processor of(List<String> cpuInfo) {
    Set<String> flags = Set.of(value(cpuInfo, "flags").orElse("").split("\\s+"));
    return new Processor(value(cpuInfo, "model name").orElse(UNKNOWN), InstructionSet.of(flags));
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip().equals(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
