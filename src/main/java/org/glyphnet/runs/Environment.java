package org.glyphnet.runs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.glyphnet.engine.Engine;
import org.glyphnet.engine.Processor;
import org.tensorflow.TensorFlow;

/**
 * The software and the machine that a run was computed with. Immutable.
 *
 * @param versions of what computes
 * @param machine operating system, processor, how many of them, its instructions, memory in MiB,
 *     and the engine that computes
 */
public record Environment(Map<String, String> versions, Map<String, String> machine) {
  private static final String ENGINE = "engine";
  private static final String INSTRUCTIONS = "instructions";
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
    Processor processor = Processor.ofThisMachine();
    machine.put("processor", processor.name());
    machine.put(INSTRUCTIONS, processor.instructions().toString());
    machine.put(ENGINE, Engine.prepare(false).toString());
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

  /** What is another here than when a run was begun, as the beginning of a sentence. */
  public Optional<String> difference(Environment before) {
    if (before.engine().isPresent() && !before.engine().equals(engine())) {
      return Optional.of(
          "Begun with another engine (" + before.engine().get() + ", here " + engine().get() + ")");
    }
    return withoutEngine().equals(before.withoutEngine())
        ? Optional.empty()
        : Optional.of("Begun on another machine or with other versions");
  }

  /** As records were before they told engine and instructions. */
  private Environment withoutEngine() {
    Map<String, String> fewer = new LinkedHashMap<>(machine);
    fewer.keySet().removeAll(List.of(ENGINE, INSTRUCTIONS));
    return new Environment(versions, fewer);
  }

  /** The engine that computed; empty in a record of before it was recorded. */
  public Optional<String> engine() {
    return Optional.ofNullable(machine.get(ENGINE));
  }
}
