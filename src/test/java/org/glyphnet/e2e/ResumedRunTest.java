package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped from outside, and what {@code train --resume} makes of it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent with the tools of Linux")
class ResumedRunTest {
  /** So many that a signal which is sent in the first comes before they are over. */
  private static final int EPOCHS = 4;

  @TempDir static Path folder;

  @BeforeAll
  static void trainARunToItsEnd() throws IOException, InterruptedException {
    // So many that an epoch takes as long as it takes to send a signal.
    TinyDigits.write(folder.resolve("bars"), 2100);
    assertThat(train("ended", "--epochs", Integer.toString(EPOCHS)).exitCode()).isZero();
  }

  private static Program.Outcome train(String run, String... more)
      throws IOException, InterruptedException {
    return new Program(folder).run(new TinyRun(folder, run).train(more));
  }

  private static Program.Outcome resume(String run, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("train", "--resume", run));
    words.addAll(List.of(more));
    return new Program(folder).run(words.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT 130", "TERM 143", "HUP 129"})
  void aSignalStopsAfterTheStepAndTheResumedRunEndsInTheSameBytes(String signal)
      throws IOException, InterruptedException {
    String name = signal.split(" ", -1)[0];
    TinyRun run = new TinyRun(folder, name);

    Program.Outcome stopped =
        new Program(folder)
            .signalled(
                List.of(name), out -> out.contains("Epoch 0,"), run.train("--epochs", "1000000"));

    assertThat(stopped.exitCode()).isEqualTo(Integer.parseInt(signal.split(" ", -1)[1]));
    assertThat(stopped.err())
        .hasLineCount(1)
        .contains("SIG" + name, "glyphnet train --resume runs/" + name);

    assertThat(run.epochs())
        .as("a header, epoch -1 and what came before the signal")
        .hasSizeLessThan(EPOCHS + 2);
    Program.Outcome resumed = resume("runs/" + name, "--epochs", Integer.toString(EPOCHS));

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("Goes on from runs/" + name + "/checkpoints/classifier-");
    assertThat(run.differences(new TinyRun(folder, "ended"))).isEmpty();
  }

  @Test
  void aSecondSignalStopsAtOnceAndTheRunStillGoesOn() throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder, "twice");

    // Two kinds: of one kind, the system may make one of two that come together.
    Program.Outcome stopped =
        new Program(folder)
            .signalled(
                List.of("TERM", "INT"),
                out -> out.contains("Epoch 0,"),
                run.train("--epochs", "1000000"));

    assertThat(stopped.exitCode()).isIn(130, 143);
    assertThat(stopped.err()).isEmpty();
    int done = run.epochs().size() - 2; // a header, and epoch -1
    assertThat(resume("runs/twice", "--epochs", Integer.toString(done + 1)).exitCode()).isZero();
  }

  @Test
  void aFinishedRunGoesOnWithMoreEpochs() throws IOException, InterruptedException {
    assertThat(train("longer", "--epochs", "1").exitCode()).isZero();

    Program.Outcome resumed = resume("longer", "--epochs", Integer.toString(EPOCHS));

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("saved_models/longer/2");
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta")) {
      assertThat(folder.resolve("runs/longer/checkpoints/classifier-final" + suffix))
          .hasSameBinaryContentAs(
              folder.resolve("runs/ended/checkpoints/classifier-final" + suffix));
    }
  }

  @Test
  void optionsThatWouldChangeTheArithmeticAreRefusedByName()
      throws IOException, InterruptedException {
    Program.Outcome refused =
        resume("ended", "--learning-rate", "0.1", "--batch-size", "16", "--threads", "63");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .contains("--learning-rate 0.1 (it was 0.01)", "--threads 63")
        .doesNotContain("--batch-size");
  }

  @Test
  void fewerEpochsThanAreDoneAreRefused() throws IOException, InterruptedException {
    Program.Outcome refused = resume("ended", "--epochs", "1");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("has " + EPOCHS + " behind it");
  }

  @Test
  void aRunThatIsNotThereIsNamed() throws IOException, InterruptedException {
    Program.Outcome refused = resume("nothing");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).hasLineCount(1).contains("no run 'nothing'", "run.json");
  }
}
