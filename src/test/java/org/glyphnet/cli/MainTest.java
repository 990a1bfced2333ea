package org.glyphnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void aUserWithoutANameHasTheEnvironmentsHomeOrTheTemporaryFolder() {
    String there = folder.toString();

    assertThat(Main.home("/home/me", there, "/tmp")).isEqualTo("/home/me");
    assertThat(Main.home("?", there, "/tmp")).isEqualTo(there);
    assertThat(Main.home("?", folder.resolve("missing").toString(), "/tmp")).isEqualTo("/tmp");
    assertThat(Main.home("?", null, "/tmp")).isEqualTo("/tmp");
  }

  @Test
  void nativesThatCannotBeLoadedNameTheOptionThatHelps() {
    Failure failure = Failure.of(new UnsatisfiedLinkError("no jnitensorflow in java.library.path"));

    assertThat(failure.exitCode()).isEqualTo(4);
    assertThat(failure.line())
        .hasLineCount(1)
        .contains("no jnitensorflow", "-Dorg.bytedeco.javacpp.cachedir=DIR");
  }

  @Test
  void aFailureWithEscapeSequencesShowsThem() {
    assertThat(Failure.of(new UsageException("run \u001b[2J\u0000 is not there")).line())
        .isEqualTo("run \\x1b[2J\\x00 is not there");
  }

  @Test
  void aChartThatCannotBeDrawnIsALine() {
    Failure failure = Failure.of(new org.glyphnet.report.ChartException("no fonts here"));

    assertThat(failure).isEqualTo(new Failure("no fonts here", 4));
  }
}
