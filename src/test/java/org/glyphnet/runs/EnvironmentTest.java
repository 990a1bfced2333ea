package org.glyphnet.runs;

import static org.assertj.core.api.Assertions.assertThat;

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
        .containsOnlyKeys("os", "arch", "processor", "processors", "memory_mib")
        .allSatisfy((what, value) -> assertThat(value).isNotBlank());
    assertThat(present.machine().get("processors"))
        .isEqualTo(Integer.toString(Runtime.getRuntime().availableProcessors()));
    assertThat(Long.parseLong(present.machine().get("memory_mib"))).isBetween(64L, 1L << 30);
  }
}
