package org.glyphnet.runs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/**
 * The software and the machine that a run was computed with. Immutable.
 *
 * @param versions of what computes
 * @param machine operating system, processor, how many of them, memory in MiB
 */
public record Environment(Map<String, String> versions, Map<String, String> machine) {
  private static final String TENSORFLOW_JAVA =
      "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  public Environment {
    versions = versions == null ? Map.of() : versions;
    machine = machine == null ? Map.of() : machine;
  }

  /** Of this process. */
  public static Environment present() {
    return new Environment(presentVersions(), presentMachine());
  }

  private static Map<String, String> presentVersions() {
    Map<String, String> versions = new LinkedHashMap<>();
    String ours = Environment.class.getPackage().getImplementationVersion();
    versions.put("glyphnet", ours == null ? "unpackaged" : ours);
    versions.put("tensorflow", TensorFlow.version());
    versions.put("tensorflow_java", tensorFlowJava());
    versions.put(
        "java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    return versions;
  }

  private static Map<String, String> presentMachine() {
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

  /** Its jar's manifest names no version; what Maven put beside it does. */
  private static String tensorFlowJava() {
    try (InputStream in = TensorFlow.class.getResourceAsStream(TENSORFLOW_JAVA)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
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
