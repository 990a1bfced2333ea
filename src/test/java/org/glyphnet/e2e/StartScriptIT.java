package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, on the jar that the build has just made. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "scripts/glyphnet is a Bash script")
class StartScriptIT {
  private static final Path SCRIPT = Path.of("scripts/glyphnet").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void helpNeedsNoBuildWhenNothingChanged() throws IOException, InterruptedException {
    Program.Outcome help = run("--help");

    assertThat(help.err()).isEmpty();
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("train", "verify", "evaluate", "chart", "inspect");
  }

  @Test
  void trainsOnSyntheticDigitsWithNothingElseOnTheScreen()
      throws IOException, InterruptedException {
    Program.Outcome trained =
        run(
            "train",
            "--dataset",
            "synthetic",
            "--images",
            "1400",
            "--preset",
            "compact",
            "--epochs",
            "1");

    assertThat(trained.err()).isEmpty();
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.out()).contains("equal predictions");
    assertThat(folder.resolve("saved_models/classifier-synthetic/1/saved_model.pb")).exists();
  }

  @Test
  void passesTheExitCodeOn() throws IOException, InterruptedException {
    Program.Outcome wrong = run("train", "--epochs", "none");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).hasLineCount(1);
  }

  private Program.Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(SCRIPT.toString()));
    line.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("GLYPHNET_JAVA_OPTIONS", "-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir());
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    Process process = builder.start();
    // To its end, which is the end of the filter that the script puts behind it.
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running: " + line);
    }
    return new Program.Outcome(process.exitValue(), Files.readString(out), err.strip());
  }
}
