package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that no machine has the memory for: the second convolution alone takes 200 GB. */
class MemoryTest {
  private static final String LINE = "not enough memory; smaller layers";

  @TempDir static Path folder;

  private static CompletableFuture<Program.Outcome> train;
  private static CompletableFuture<Program.Outcome> sweep;

  /** Side by side: TensorFlow waits half a minute for memory that might become free. */
  @BeforeAll
  static void begin() throws IOException {
    TinyDigits.write(folder.resolve("bars"), 30);
    train = begin("train", "--filters1", "40000", "--filters2", "50000");
    sweep = begin("sweep", "--filters1", "4", "--set", "filters2=500000000,3", "--set", "seed=1");
  }

  private static CompletableFuture<Program.Outcome> begin(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--dataset", "idx:bars"));
    words.addAll(List.of("--units", "2", "--batch-size", "4", "--epochs", "1"));
    words.addAll(List.of(more));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new Program(folder).run(words.toArray(new String[0]));
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void trainEndsWithOneLineAboutIt() {
    Program.Outcome outcome = train.join();

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.err()).hasLineCount(1).contains(LINE);
  }

  @Test
  void aSweepGoesOnWithTheNextRun() {
    Program.Outcome outcome = sweep.join();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).hasLineCount(1).contains("1 of 2 runs failed: filters2-500000000");
    assertThat(outcome.out()).contains("Failed: " + LINE);
    assertThat(folder.resolve("runs/sweep/filters2-3_seed-1/report.html")).exists();
  }
}
