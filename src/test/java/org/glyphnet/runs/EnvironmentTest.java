package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;

class EnvironmentTest {
  @Test
  void versionsNameEverythingThatComputes() {
    Environment present = Environment.present();
    assertThat(present.versions())
        .containsOnlyKeys("glyphnet", "tensorflow", "tensorflow_java", "java")
        .containsEntry("tensorflow", TensorFlow.version())
        .containsEntry("tensorflow_java", "1.1.0")
        .allSatisfy((what, version) -> assertThat(version).isNotBlank());
    assertThat(present.versions().get("java")).startsWith(System.getProperty("java.version"));
  }

  @Test
  void machineIsDescribed() {
    Environment present = Environment.present();
    assertThat(present.machine())
        .containsOnlyKeys(
            "os", "arch", "processor", "processors", "memory_mib", "instructions", "engine")
        .allSatisfy((what, value) -> assertThat(value).isNotBlank());
    assertThat(present.machine().get("processors"))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
    assertThat(Long.parseLong(present.machine().get("memory_mib"))).isBetween(64L, 1L << 30);
  }

  @Test
  void anotherEngineIsToldBeforeAnythingElse() {
    Environment present = Environment.present();

    assertThat(present.difference(present)).isEmpty();
    assertThat(present.difference(with(present, "engine", "TensorFlow's own kernels, AVX2")))
        .contains(
            "Begun with another engine (TensorFlow's own kernels, AVX2, here "
                + present.engine().orElseThrow()
                + ")");
    assertThat(present.difference(with(present, "processor", "another")))
        .contains("Begun on another machine or with other versions");
  }

  @Test
  void aRecordOfBeforeEnginesWereToldIsNotAnotherMachines() {
    Environment present = Environment.present();
    Map<String, String> older = new LinkedHashMap<>(present.machine());
    older.keySet().removeAll(List.of("engine", "instructions"));

    assertThat(present.difference(new Environment(present.versions(), older))).isEmpty();
  }

  private static Environment with(Environment environment, String what, String value) {
    Map<String, String> machine = new LinkedHashMap<>(environment.machine());
    machine.put(what, value);
    return new Environment(environment.versions(), machine);
  }
}
