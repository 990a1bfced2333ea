package org.glyphnet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.glyphnet.saving.EvilModel;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is a program: no command runs one that reaches out unless its user said so. */
class TrustTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filters EVIL --out out.png",
        "evaluate EVIL --dataset synthetic --images 20",
        "predict samples/eight.png --model EVIL",
        "serve --model EVIL --port 0",
        "verify src/test/resources/format-0/runs/format-0 --saved-model EVIL"
      })
  void aGraphThatWritesAFileIsRefusedAndTheOptionNamed(String command) throws IOException {
    Path evil = EvilModel.write(folder.resolve("evil"), folder.resolve("written"));
    String[] words = command.replace("EVIL", evil.toString()).split(" ", -1);

    assertThat(failure(words))
        .contains("reaches files, the network or Python (WriteFile)")
        .endsWith("--trust-model runs it all the same");

    String[] trusting = Arrays.copyOf(words, words.length + 1);
    trusting[words.length] = "--trust-model";
    // Trusted it is loaded, and fails for what it lacks.
    assertThat(failure(trusting)).isNotEmpty().doesNotContain("reaches files");
    assertThat(folder.resolve("written")).doesNotExist();
  }

  /** The line on standard error. */
  private static String failure(String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Main.run(
        words,
        new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
        new PrintStream(err, true, UTF_8));
    String line = err.toString(UTF_8).strip();
    assertThat(line).hasLineCount(1);
    return line;
  }
}
