package org.glyphnet.runs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/** What a run's record tells of the software and the machine. */
public final class Environment {
  private Environment() {}

  /** Versions of what computes. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("glyphnet", version(Environment.class));
    versions.put("tensorflow", TensorFlow.version());
    versions.put("tensorflow_java", version(TensorFlow.class));
    versions.put(
        "java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    return versions;
  }

  /** The machine: operating system, processor, how many of them, memory in MiB. */
  public static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("processor", processor());
    machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      machine.put("memory_mib", Long.toString(system.getTotalMemorySize() >> 20));
    }
    return machine;
  }

  private static String version(Class<?> of) {
    String version = of.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /** The processor's name where the system tells it (Linux), else unknown. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
