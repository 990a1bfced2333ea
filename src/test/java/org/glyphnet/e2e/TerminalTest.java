package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program on a terminal of its own, as a person has it: {@code script} lends one. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "util-linux's script lends the terminal")
class TerminalTest {
  private static final String CONTROL_C = "\u0003";
  private static final int COLUMNS = 80;

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheImages() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")), "There is no /usr/bin/script to ask");
    TinyDigits.write(folder.resolve("bars"), 2100);
  }

  /** What a terminal showed, and what the program exited with. */
  private record Session(String shown, int exitCode) {}

  private static Session session(Predicate<String> when, String typed, String... arguments)
      throws IOException, InterruptedException {
    Program program =
        new Program(
            folder,
            List.of(
                "-Dglyphnet.terminal=true",
                "-Dglyphnet.columns=" + COLUMNS,
                "-Dstdout.encoding=UTF-8"));
    String line =
        program.line(arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Path out = Files.createTempFile(folder, "terminal", ".txt");
    ProcessBuilder builder =
        // A build that runs in the background has SIGINT ignored, and would hand that on.
        new ProcessBuilder(
                "/usr/bin/env",
                "--default-signal=INT",
                "/usr/bin/script",
                "-qefc",
                line,
                "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().remove("GLYPHNET_DATA");
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process = builder.start();
    OutputStream keyboard = process.getOutputStream();
    while (process.isAlive() && !when.test(Files.readString(out, StandardCharsets.UTF_8))) {
      Thread.sleep(5);
    }
    keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running: " + Files.readString(out));
    }
    return new Session(Files.readString(out), process.exitValue());
  }

  @Test
  void controlCWhileTheBarStandsEndsTheStepAndSaves() throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder, "steps");

    Session session =
        session(shown -> shown.contains("images/s"), CONTROL_C, run.train("--epochs", "1000000"));

    assertThat(session.exitCode()).isEqualTo(130);
    assertThat(session.shown()).contains("SIGINT", "glyphnet train --resume runs/steps");
    assertThat(TinyRun.names(run.checkpoints())).anyMatch(name -> name.endsWith(".index"));
  }

  @Test
  void controlCDuringAnEvaluationStopsToo() throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder, "evaluation");

    Session session =
        session(
            shown -> shown.lastIndexOf("Evaluation") > shown.lastIndexOf("Epoch 1,"),
            CONTROL_C,
            run.train("--epochs", "1000000"));

    assertThat(session.exitCode()).isEqualTo(130);
    assertThat(session.shown()).contains("glyphnet train --resume runs/evaluation");
  }

  @Test
  void barsAreAsWideAsTheTerminalAndTellWhatIsKnown() throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder, "bars");

    Session session = session(shown -> true, "", run.train("--epochs", "2"));

    assertThat(session.exitCode()).isZero();
    List<String> bars =
        session
            .shown()
            .lines()
            .flatMap(line -> java.util.Arrays.stream(line.split("\r", -1)))
            .filter(line -> line.contains("%"))
            .toList();
    assertThat(bars).isNotEmpty().allMatch(bar -> bar.length() < COLUMNS);
    assertThat(bars)
        .noneMatch(bar -> bar.contains("?"))
        .anyMatch(bar -> bar.startsWith("Evaluation"))
        .anyMatch(bar -> bar.startsWith("Epoch 1") && bar.contains(" left"));
  }
}
