package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose data, folder or names are not what its record tells. */
class MovedRunTest {
  @TempDir static Path folder;

  @BeforeAll
  static void trainOne() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("project/bars"), 70);
    TinyDigits.write(folder.resolve("others"), 71);
    TinyRun run = new TinyRun(folder.resolve("project"), "mine");
    assertThat(new Program(folder.resolve("project")).run(run.train("--epochs", "1")).exitCode())
        .isZero();
    Files.move(folder.resolve("project"), folder.resolve("moved"));
    Files.move(folder.resolve("moved/bars"), folder.resolve("data"));
  }

  private static Program.Outcome run(String... words) throws IOException, InterruptedException {
    return new Program(folder).run(words);
  }

  @Test
  void verifyAndReportTakeTheNewPlaceOfTheData() throws IOException, InterruptedException {
    Program.Outcome verified = run("verify", "moved/runs/mine", "--data-dir", "data");
    Program.Outcome reported = run("report", "moved/runs/mine", "--data-dir", "data");

    assertThat(verified.err()).isEmpty();
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out()).contains("SavedModel moved/saved_models/mine/");
    assertThat(reported.err()).isEmpty();
    assertThat(reported.exitCode()).isZero();
  }

  @Test
  void resumeTakesItTooAndKeepsItsModelsFolder() throws IOException, InterruptedException {
    Program.Outcome resumed =
        run("train", "--resume", "moved/runs/mine", "--data-dir", "data", "--epochs", "2");

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isZero();
    assertThat(folder.resolve("moved/saved_models/mine/2/saved_model.pb")).exists();
    assertThat(folder.resolve("saved_models")).doesNotExist();
  }

  @Test
  void otherDataIsRefusedByItsChecksum() throws IOException, InterruptedException {
    Program.Outcome refused = run("verify", "moved/runs/mine", "--data-dir", "others");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).hasLineCount(1).contains("is not what the run was trained on");
  }

  @Test
  void aModelNameThatLeadsElsewhereIsWrittenNowhere() throws IOException, InterruptedException {
    Path forged = Files.createDirectories(folder.resolve("forged"));
    Path record = folder.resolve("moved/runs/mine/run.json");
    Files.copy(folder.resolve("moved/runs/mine/epochs.csv"), forged.resolve("epochs.csv"));
    Files.writeString(
        forged.resolve("run.json"),
        Files.readString(record)
            .replace("\"model\" : \"mine\"", "\"model\" : \"../../escaped\"")
            .replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"\\s*}\\s*$", "\n}\n"));

    for (String[] words :
        new String[][] {{"export", "forged"}, {"train", "--resume", "forged", "--epochs", "9"}}) {
      Program.Outcome refused = run(words);
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).hasLineCount(1).contains("../../escaped", "damaged or forged");
    }
    assertThat(folder.resolve("../escaped")).doesNotExist();
  }
}
