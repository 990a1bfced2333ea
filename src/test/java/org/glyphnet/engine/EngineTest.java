package org.glyphnet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glyphnet.engine.Engine.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> set = new LinkedHashMap<>();

  private Engine choose(InstructionSet processor, boolean bfloat16) {
    return Engine.choose(
        processor,
        bfloat16,
        name -> Optional.ofNullable(environment.get(name)),
        (name, value) -> set.put(name, value) == null);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, TENSORFLOW, ''",
    "SSE, TENSORFLOW, ''",
    "AVX2, ONEDNN, 1",
    "AVX512, ONEDNN, 1",
    "AVX512_VNNI, ONEDNN, ''",
    "AVX512_BF16, ONEDNN, ''",
    "AMX, ONEDNN, ''"
  })
  void float32TakesOneDnnFromAvx2UpAndSetsItWhereTensorFlowWouldNot(
      InstructionSet processor, Kernels kernels, String value) {
    Engine chosen = choose(processor, false);

    assertThat(chosen).isEqualTo(new Engine(kernels, processor, false));
    assertThat(set).isEqualTo(value.isEmpty() ? Map.of() : Map.of(Engine.ONEDNN, value));
    assertThat(chosen.warning()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SSE, ''", "AVX2, ''", "AVX512, ''", "AVX512_VNNI, 0"})
  void bfloat16WithoutInstructionsIsNeverEmulatedAndTold(InstructionSet processor, String value) {
    Engine chosen = choose(processor, true);

    assertThat(chosen).isEqualTo(new Engine(Kernels.TENSORFLOW, processor, true));
    assertThat(set).isEqualTo(value.isEmpty() ? Map.of() : Map.of(Engine.ONEDNN, value));
    assertThat(chosen.warning())
        .hasValueSatisfying(
            line ->
                assertThat(line).hasLineCount(1).contains("there are no instructions for it here"));
  }

  @Test
  void bfloat16WithInstructionsIsOneDnns() {
    assertThat(choose(InstructionSet.AVX512_BF16, true).warning()).isEmpty();
    assertThat(set).isEmpty();
  }

  @Test
  void aProcessThatWasPreparedForFloat32WouldEmulate() {
    assertThat(choose(InstructionSet.AVX2, false).emulatesBfloat16()).isTrue();
    assertThat(choose(InstructionSet.AVX512_VNNI, false).emulatesBfloat16()).isTrue();
    assertThat(choose(InstructionSet.AVX512_BF16, false).emulatesBfloat16()).isFalse();
    assertThat(choose(InstructionSet.SSE, false).emulatesBfloat16()).isFalse();
  }

  @Test
  void whatTheUserSetStays() {
    environment.put(Engine.ONEDNN, "0");
    assertThat(choose(InstructionSet.AMX, false).kernels()).isEqualTo(Kernels.TENSORFLOW);
    environment.put(Engine.ONEDNN, "1");
    assertThat(choose(InstructionSet.SSE, false).kernels()).isEqualTo(Kernels.ONEDNN);
    assertThat(choose(InstructionSet.AVX2, true).warning())
        .hasValueSatisfying(line -> assertThat(line).contains("emulates"));
    assertThat(set).isEmpty();
  }

  @Test
  void aLimitOnOneDnnsInstructionsIsRespected() {
    environment.put(Engine.LIMIT, "avx2");

    assertThat(choose(InstructionSet.AVX512_BF16, false))
        .isEqualTo(new Engine(Kernels.ONEDNN, InstructionSet.AVX2, false));
    assertThat(choose(InstructionSet.AVX512_BF16, true).kernels()).isEqualTo(Kernels.TENSORFLOW);
    assertThat(set).containsExactly(Map.entry(Engine.ONEDNN, "0"));
  }

  @Test
  void aLimitAboveWhatTheProcessorHasChangesNothing() {
    environment.put(Engine.LIMIT, "AVX512_CORE_AMX");

    assertThat(choose(InstructionSet.AVX2, false).instructions()).isEqualTo(InstructionSet.AVX2);
  }

  @Test
  void whereNothingCanBeSetTheEngineIsTensorFlowsChoice() {
    Engine chosen =
        Engine.choose(InstructionSet.AVX2, false, name -> Optional.empty(), (name, value) -> false);

    assertThat(chosen.kernels()).isEqualTo(Kernels.TENSORFLOW);
  }

  @Test
  void aVariableThatIsSetIsSeenByNativeCode() throws Exception {
    // A child process is started with the native environment of its parent only if nothing is
    // passed on by Java, which copies its own; so the child asks its own natives.
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process child =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), SetAndRead.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("seen: 1");
    assertThat(child.waitFor()).isZero();
  }

  @Test
  void processorsAreReadFromLinuxsText() {
    Processor zen3 =
        Processor.of(
            List.of(
                "processor\t: 0",
                "model name\t: AMD EPYC 7763 64-Core Processor",
                "flags\t\t: fpu sse sse2 ssse3 fma sse4_1 avx f16c avx2 bmi2"));

    assertThat(zen3)
        .isEqualTo(new Processor("AMD EPYC 7763 64-Core Processor", InstructionSet.AVX2));
    assertThat(Processor.of(List.of("Features\t: fp asimd", "oddity")))
        .isEqualTo(new Processor("unknown", InstructionSet.UNKNOWN));
  }

  @Test
  void aProcessorWithAHoleInItsInstructionsCountsUpToTheHole() {
    assertThat(
            Processor.of(List.of("flags : sse2 avx2 fma avx512_vnni avx512_bf16")).instructions())
        .isEqualTo(InstructionSet.AVX2);
  }
}
