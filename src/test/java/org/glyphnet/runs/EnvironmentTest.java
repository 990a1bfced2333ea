package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.TensorFlow;

class EnvironmentTest {
  @Test
  void versionsNameEverythingThatComputes() {
    assertThat(Environment.versions())
        .containsOnlyKeys("glyphnet", "tensorflow", "tensorflow_java", "java")
        .containsEntry("tensorflow", TensorFlow.version())
        .allSatisfy((what, version) -> assertThat(version).isNotBlank());
    assertThat(Environment.versions().get("java")).startsWith(System.getProperty("java.version"));
  }

  @Test
  void machineIsDescribed() {
    assertThat(Environment.machine())
        .containsOnlyKeys("os", "arch", "processor", "processors", "memory_mib")
        .allSatisfy((what, value) -> assertThat(value).isNotBlank());
    assertThat(Environment.machine().get("processors"))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
    assertThat(Long.parseLong(Environment.machine().get("memory_mib"))).isBetween(64L, 1L << 30);
  }
}
