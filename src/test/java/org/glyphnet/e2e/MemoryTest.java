package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that no machine has the memory for: the second convolution alone takes 200 GB. */
class MemoryTest {
  private static final String LINE = "not enough memory; smaller layers";

  @TempDir static Path folder;

  @BeforeAll
  static void writeTheImages() throws IOException {
    TinyDigits.write(folder.resolve("bars"), 30);
  }

  private static Program.Outcome run(String command, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command, "--dataset", "idx:bars"));
    words.addAll(List.of("--units", "2", "--batch-size", "4", "--epochs", "1"));
    words.addAll(List.of(more));
    return new Program(folder).run(words.toArray(new String[0]));
  }

  @Test
  void trainEndsWithOneLineAboutIt() throws IOException, InterruptedException {
    Program.Outcome outcome = run("train", "--filters1", "40000", "--filters2", "50000");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err()).hasLineCount(1).contains(LINE);
  }

  @Test
  void aSweepGoesOnWithTheNextRun() throws IOException, InterruptedException {
    Program.Outcome outcome =
        run("sweep", "--filters1", "4", "--set", "filters2=500000000,3", "--set", "seed=1");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).hasLineCount(1).contains("1 of 2 runs failed: filters2-500000000");
    assertThat(outcome.out()).contains("Failed: " + LINE);
    assertThat(folder.resolve("runs/sweep/filters2-3_seed-1/report.html")).exists();
  }
}
