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
import org.junit.jupiter.api.condition.EnabledOnOs;
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

  @Test
  void worksThroughALinkAndWithCdpathExported() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("gl"), SCRIPT);
    Files.createSymbolicLink(folder.resolve("gl2"), Path.of("gl"));

    Program.Outcome help =
        outcome(
            start(List.of("env", "CDPATH=/:" + SCRIPT.getParent().getParent(), "./gl2", "--help")));

    assertThat(help.err()).isEmpty();
    assertThat(help.exitCode()).isZero();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void predictElsewhereTakesTheModelThatComesWithTheProgram()
      throws IOException, InterruptedException {
    Program.Outcome predicted =
        run("predict", "--top", "1", Path.of("samples/two.png").toAbsolutePath().toString());

    assertThat(predicted.err()).isEmpty();
    assertThat(predicted.out()).contains("comes with the program").containsPattern("two.png +2 0");
  }

  @Test
  void bytesThatAreNoTextOnStandardErrorSilenceNothing() throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(SCRIPT.toString(), "train", "--verbose"));
    line.addAll(List.of("--dataset", "idx:no\u0001\u001bwhere"));

    Program.Outcome failed = outcome(start(line));

    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.err().lines().reduce((a, b) -> b).orElseThrow())
        .startsWith("glyphnet: no\\x01\\x1bwhere");
  }

  /** Ctrl-C in a terminal goes to all that the script has started. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the signal is sent with the tools of Linux")
  void controlCStopsTheTrainingAndItsLineArrives() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 2100);
    String[] training = new TinyRun(folder, "mine").train("--epochs", "1000000");
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
    line.add(SCRIPT.toString());
    line.addAll(List.of(training));
    Process process = start(line);
    while (process.isAlive() && !Files.readString(folder.resolve("out.txt")).contains("Epoch 0,")) {
      Thread.sleep(5);
    }

    new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
    Program.Outcome stopped = outcome(process);

    assertThat(stopped.exitCode()).isEqualTo(130);
    assertThat(stopped.err()).hasLineCount(1).contains("glyphnet train --resume runs/mine");
  }

  private Program.Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(SCRIPT.toString()));
    line.addAll(List.of(arguments));
    return outcome(start(line));
  }

  private Process start(List<String> line) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out.txt").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("GLYPHNET_JAVA_OPTIONS", "-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir());
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    return builder.start();
  }

  private Program.Outcome outcome(Process process) throws IOException, InterruptedException {
    // To its end, which is the end of the filter that the script puts behind it.
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running: " + process.info());
    }
    return new Program.Outcome(
        process.exitValue(), Files.readString(folder.resolve("out.txt")), err.strip());
  }
}
