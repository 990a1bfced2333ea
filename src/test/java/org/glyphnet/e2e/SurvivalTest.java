package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glyphnet.files.HeldLock;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Short versions of what {@code scripts/torture} tries at length. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills and limits as Unix has them")
class SurvivalTest {
  private static final int OTHER = 4;

  @TempDir Path folder;

  @Test
  void killedRunsEndAsOneThatWasNeverKilled() throws IOException, InterruptedException {
    assertThat(new KilledRuns(folder, 7, System.out).run(2)).isEqualTo(2);
  }

  /** A limit on the size of a file stands for a full disk, which takes the right to mount. */
  @Test
  void aFailedSaveIsOneLineAndWhatWasSavedBeforeStays() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    TinyRun run = new TinyRun(folder, "run");
    assertThat(new Program(folder).run(run.train("--epochs", "1")).exitCode()).isZero();
    List<String> saved = TinyRun.names(run.checkpoints());
    List<String> epochs = run.epochs();
    long index = Files.size(run.checkpoints().resolve("classifier-final.index"));
    long data = Files.size(run.checkpoints().resolve("classifier-final.data-00000-of-00001"));
    long kibibytes = data / 1024; // a little less than it takes
    assertThat(index / 1024).isLessThan(kibibytes);

    Program.Outcome failed =
        new Program(folder)
            .limited("ulimit -f " + kibibytes, "train", "--resume", "runs/run", "--epochs", "3");

    assertThat(failed.err()).hasLineCount(1).startsWith("glyphnet: runs/run/checkpoints/");
    assertThat(failed.exitCode()).isEqualTo(OTHER);
    assertThat(TinyRun.names(run.checkpoints())).containsAll(saved).doesNotContain(".saving");
    assertThat(run.epochs()).containsAll(epochs);
    for (String name : List.of("classifier-0", "classifier-final")) {
      RestoredModel.fromCheckpoint(run.checkpoints().resolve(name), new SessionSettings(1)).close();
    }
  }

  @Test
  void aRunThatAnotherProcessTrainsIsLeftAlone() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    TinyRun run = new TinyRun(folder, "run");
    assertThat(new Program(folder).run(run.train("--epochs", "1")).exitCode()).isZero();

    try (HeldLock lock = HeldLock.take(run.run().resolve(".lock")).orElseThrow()) {
      Program.Outcome refused = new Program(folder).run(run.resume());

      assertThat(lock).isNotNull();
      assertThat(refused.err()).hasLineCount(1).contains("runs/run: in use: another process");
      assertThat(refused.exitCode()).isEqualTo(OTHER);
    }
  }

  @Test
  void aCostThatIsNoNumberStopsTheRunAtThatStep() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    TinyRun run = new TinyRun(folder, "run");

    Program.Outcome stopped =
        new Program(folder)
            .run(
                "train",
                "--dataset",
                "idx:bars",
                "--learning-rate",
                "3e38",
                "--filters1",
                "2",
                "--filters2",
                "2",
                "--units",
                "4",
                "--run",
                "run",
                "--activation",
                "relu");

    assertThat(stopped.err())
        .hasLineCount(1)
        .containsPattern("epoch \\d+, (step \\d+|evaluation|after)")
        .contains("learning rate 3.0E38", "checkpoint");
    assertThat(stopped.exitCode()).isEqualTo(OTHER);
    assertThat(TinyRun.names(run.checkpoints()))
        .noneMatch(name -> name.startsWith("classifier-final"));
  }
}
