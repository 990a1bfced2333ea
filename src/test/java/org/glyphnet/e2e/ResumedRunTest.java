package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped from outside, and what {@code train --resume} makes of it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send")
class ResumedRunTest {
  private static final List<String> TRAIN =
      List.of(
          "train",
          "--dataset",
          "idx:bars",
          "--filters1",
          "4",
          "--filters2",
          "6",
          "--units",
          "16",
          "--kernel-size",
          "3",
          "--learning-rate",
          "0.01",
          "--batch-size",
          "16");

  /** As many as it takes for a signal to come in time; they take a few seconds. */
  private static final String EPOCHS = "60";

  @TempDir static Path folder;

  @BeforeAll
  static void trainWithoutAStop() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    assertThat(new Program(folder).run(train("whole")).exitCode()).isZero();
  }

  private static String[] train(String run, String... more) {
    List<String> words = new ArrayList<>(TRAIN);
    words.addAll(List.of("--epochs", EPOCHS, "--run", run, "--model", run));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static Program.Outcome resume(String run, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("train", "--resume", run));
    words.addAll(List.of(more));
    return new Program(folder).run(words.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT 130", "TERM 143"})
  void aSignalStopsAfterTheStepAndTheResumedRunEndsInTheSameBytes(String signal)
      throws IOException, InterruptedException {
    String name = signal.split(" ", -1)[0];

    Program.Outcome stopped =
        new Program(folder).signalled(name, out -> out.contains("Epoch 3"), train(name));

    assertThat(stopped.exitCode()).isEqualTo(Integer.parseInt(signal.split(" ", -1)[1]));
    assertThat(stopped.err())
        .hasLineCount(1)
        .contains("SIG" + name, "glyphnet train --resume runs/" + name);
    assertThat(epochs(name)).hasSizeBetween(4, 61);

    Program.Outcome resumed = resume("runs/" + name);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("Goes on from runs/" + name + "/checkpoints/classifier-");
    assertEndedAsTheWholeRun(name);
  }

  private static void assertEndedAsTheWholeRun(String run) throws IOException {
    Path checkpoints = folder.resolve("runs/whole/checkpoints");
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta")) {
      assertThat(folder.resolve("runs/" + run + "/checkpoints/classifier-final" + suffix))
          .hasSameBinaryContentAs(checkpoints.resolve("classifier-final" + suffix));
    }
    assertThat(epochs(run)).isEqualTo(epochs("whole"));
    assertThat(folder.resolve("runs/" + run + "/predictions.csv"))
        .hasSameBinaryContentAs(folder.resolve("runs/whole/predictions.csv"));
  }

  /** The lines of {@code epochs.csv} without the two columns of time. */
  private static List<String> epochs(String run) throws IOException {
    return Files.readAllLines(folder.resolve("runs/" + run + "/epochs.csv")).stream()
        .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  @Test
  void optionsThatWouldChangeTheArithmeticAreRefusedByName()
      throws IOException, InterruptedException {
    Program.Outcome refused =
        resume("whole", "--learning-rate", "0.1", "--batch-size", "16", "--threads", "63");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("--learning-rate 0.1 (it was 0.01)", "--threads 63")
        .doesNotContain("--batch-size");
  }

  @Test
  void fewerEpochsThanAreDoneAreRefused() throws IOException, InterruptedException {
    Program.Outcome refused = resume("whole", "--epochs", "59");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("has 60 behind it");
  }

  @Test
  void aRunThatIsNotThereIsNamed() throws IOException, InterruptedException {
    Program.Outcome refused = resume("nothing");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).hasLineCount(1).contains("no run 'nothing'", "run.json");
  }
}
