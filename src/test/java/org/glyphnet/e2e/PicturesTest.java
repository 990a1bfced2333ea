package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to look at after a training run from the command line. */
class PicturesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    assertThat(run("train", "--dataset", "idx:bars", "--run", "first").err()).isEmpty();
  }

  private static Program.Outcome run(String command, String... more)
      throws IOException, InterruptedException {
    var words = new java.util.ArrayList<>(List.of(command));
    words.addAll(List.of(more));
    if (command.equals("train")) {
      words.addAll(List.of("--filters1", "4", "--filters2", "6", "--units", "16"));
      words.addAll(List.of("--epochs", "2", "--batch-size", "16", "--kernel-size", "3"));
    }
    return new Program(folder).run(words.toArray(new String[0]));
  }

  /**
   * Copies the first run's record with a change, and without its checksum, which it would break.
   */
  private static void copyRecord(Path run, String old, String changed) throws IOException {
    String record = Files.readString(folder.resolve("runs/first/run.json"));
    assertThat(record).contains(old);
    Files.writeString(
        run.resolve("run.json"),
        record.replace(old, changed).replaceFirst(",\\s*\"sha256\" : \"\\w+\"\\s*}\\s*$", "}"));
  }

  private static String page(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void trainingEndsWithAReportOfItsNumbers() throws IOException {
    String[] last =
        Files.readAllLines(folder.resolve("runs/first/epochs.csv")).get(3).split(",", -1);

    assertThat(page("runs/first/report.html"))
        .contains(String.format(Locale.ROOT, "<dd>%.6f<small>", Double.parseDouble(last[3])))
        .contains("of 30 test images were taken for another class")
        .contains("4 filters of 3x3x1", "MaxPool_Layer2: 6 maps of 3x3", "data:image/png;base64,");
  }

  @Test
  void reportCanBeWrittenAgainFromWhatTheRunLeft() throws IOException, InterruptedException {
    Program.Outcome written = run("report", "first", "--out", "again.html");

    assertThat(written.err()).isEmpty();
    assertThat(written.exitCode()).isZero();
    assertThat(written.out()).contains("Wrote again.html");
    assertThat(page("again.html")).isEqualTo(page("runs/first/report.html"));
  }

  @Test
  void reportOfSeveralRunsComparesThem() throws IOException, InterruptedException {
    Path copy = Files.createDirectories(folder.resolve("runs/copy"));
    copyRecord(copy, "\"dropout\" : \"0.1\"", "\"dropout\" : \"0.25\"");
    Files.copy(folder.resolve("runs/first/epochs.csv"), copy.resolve("epochs.csv"));

    Program.Outcome written = run("report", "first", "copy", "--out", "both.html");

    assertThat(written.err()).isEmpty();
    assertThat(page("both.html"))
        .contains("2 runs compared")
        .contains("<th scope=\"col\" class=\"word\">dropout</th>")
        .contains("<td class=\"word\">0.25</td>");
  }

  @Test
  void reportWithoutTheDataSetIsRefused() throws IOException, InterruptedException {
    Path gone = Files.createDirectories(folder.resolve("runs/gone/checkpoints")).getParent();
    copyRecord(gone, "bars", "nowhere");
    Files.copy(folder.resolve("runs/first/epochs.csv"), gone.resolve("epochs.csv"));

    Program.Outcome refused = run("report", "gone");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).hasLineCount(1).contains("nowhere");
  }

  @Test
  void filtersAreDrawnFromASavedModelAndFromACheckpoint() throws IOException, InterruptedException {
    assertThat(run("filters", "saved_models/classifier-bars", "--out", "model.png").exitCode())
        .isZero();
    assertThat(run("filters", "runs/first/checkpoints", "--out", "checkpoint.png").exitCode())
        .isZero();

    assertThat(ImageIO.read(folder.resolve("model.png").toFile()).getWidth()).isGreaterThan(400);
    assertThat(folder.resolve("checkpoint.png"))
        .hasSameBinaryContentAs(folder.resolve("model.png"));
  }

  @Test
  void filtersGoIntoAPngFileOnly() throws IOException, InterruptedException {
    Program.Outcome refused = run("filters", "saved_models/classifier-bars", "--out", "x.svg");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("'x.svg'", ".png");
  }

  @Test
  void trainingLeavesAnEventFileForTensorBoard() throws IOException {
    try (var files = Files.list(folder.resolve("runs/first"))) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("events.out.tfevents.")))
          .hasSize(1)
          .allSatisfy(f -> assertThat(Files.size(f)).isGreaterThan(1000));
    }
  }
}
