package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One training run from the command line, and everything that can be done with what it leaves. */
class TrainingRunTest {
  private static final List<String> SMALL =
      List.of(
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
          "--bn-momentum",
          "0.9",
          "--batch-size",
          "16",
          "--epochs",
          "3",
          "--max-to-keep",
          "2",
          "--report-every",
          "80");

  @TempDir static Path folder;
  private static Program.Outcome training;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    training = run("train", "--run", "first");
  }

  private static Program.Outcome run(String command, String... more)
      throws IOException, InterruptedException {
    var words = new java.util.ArrayList<>(List.of(command));
    if (command.equals("train")) {
      words.addAll(List.of("--dataset", "idx:bars"));
      words.addAll(SMALL);
    }
    words.addAll(List.of(more));
    return new Program(folder).run(words.toArray(new String[0]));
  }

  @Test
  void endsWithRestoredAccuraciesEqualToTheTrainedOnes() {
    assertThat(training.err()).isEmpty();
    assertThat(training.exitCode()).isZero();
    assertThat(
            training
                .out()
                .lines()
                .filter(line -> line.matches("  (train|test) accuracy .* equal"))
                .count())
        .isEqualTo(2);
    assertThat(training.out()).containsPattern("equal predictions +210 +210 +210 +equal");
    assertThat(training.out())
        .doesNotContain("DIFFERENT")
        .containsPattern("scores to the bit .* equal");
  }

  @Test
  void printsTheBooksLines() {
    assertThat(training.out().lines().filter(line -> line.startsWith("Epoch ")))
        .containsSubsequence("Epoch -1", "Epoch 0", "Epoch 1", "Epoch 2");
    // 180 training images: batches at 0, 16, ..., 176; of the multiples of 80 those are 0, 80 and
    // 160.
    assertThat(training.out().lines().filter(line -> line.startsWith("Epoch 1, batch ")).toList())
        .hasSize(3)
        .allMatch(
            line ->
                line.matches(
                    "Epoch 1, batch (0|80|160): cost = \\d+\\.\\d{6}, prec = \\d\\.\\d{6}"));
    assertThat(training.out())
        .containsPattern("Result for the 10 first training images: \\[\\d(, \\d){9}]");
    assertThat(training.out())
        .containsPattern("Reference for the 10 first training images: \\[\\d(, \\d){9}]");
  }

  @Test
  void learnsWhatATinyNetworkCanLearn() throws IOException {
    List<String> epochs = Files.readAllLines(folder.resolve("runs/first/epochs.csv"));
    assertThat(epochs).hasSize(5);
    assertThat(Double.parseDouble(epochs.get(4).split(",", -1)[3])).isGreaterThan(0.9);
  }

  @Test
  void keepsTheNewestCheckpointsAndTheFinalOne() throws IOException {
    try (var files = Files.list(folder.resolve("runs/first/checkpoints"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "checkpoint",
              "classifier-1.index",
              "classifier-1.data-00000-of-00001",
              "classifier-1.meta",
              "classifier-1.progress",
              "classifier-2.index",
              "classifier-2.data-00000-of-00001",
              "classifier-2.meta",
              "classifier-2.progress",
              "classifier-final.index",
              "classifier-final.data-00000-of-00001",
              "classifier-final.meta",
              "classifier-final.progress");
    }
  }

  @Test
  void drawsTheChart() throws IOException {
    assertThat(ImageIO.read(folder.resolve("runs/first/error-per-epoch.png").toFile()).getWidth())
        .isEqualTo(800);
    assertThat(folder.resolve("runs/first/error-per-epoch.svg"))
        .content()
        .contains("Classification error per Epoch");
  }

  @Test
  void anEqualRunEndsInTheSameBytes() throws IOException, InterruptedException {
    assertThat(run("train", "--run", "again", "--model", "again").exitCode()).isZero();
    for (String suffix : List.of(".index", ".data-00000-of-00001", ".meta")) {
      assertThat(folder.resolve("runs/again/checkpoints/classifier-final" + suffix))
          .hasSameBinaryContentAs(
              folder.resolve("runs/first/checkpoints/classifier-final" + suffix));
    }
  }

  @Test
  void verifyRepeatsTheCheckLater() throws IOException, InterruptedException {
    Program.Outcome verified = run("verify", "first");

    assertThat(verified.err()).isEmpty();
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out())
        .contains("Restored from the checkpoint")
        .contains("Restored from the SavedModel");
  }

  @Test
  void verifyFailsWhenTheCheckpointIsOfAnotherEpoch() throws IOException, InterruptedException {
    Program.Outcome shorter =
        new Program(folder)
            .run(
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
                "--batch-size",
                "16",
                "--epochs",
                "1",
                "--learning-rate",
                "0.0001",
                "--run",
                "short",
                "--model",
                "short");
    assertThat(shorter.exitCode()).isZero();

    Program.Outcome verified =
        run("verify", "first", "--checkpoint", "runs/short/checkpoints/classifier-final");

    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out()).contains("DIFFERENT");
    assertThat(verified.err()).hasLineCount(1).contains("the checkpoint gives other results");
  }

  @Test
  void evaluateTellsAccuracyAndConfusion() throws IOException, InterruptedException {
    Program.Outcome evaluated =
        run("evaluate", "saved_models/classifier-bars", "--dataset", "idx:bars");

    assertThat(evaluated.err()).isEmpty();
    assertThat(evaluated.exitCode()).isZero();
    assertThat(evaluated.out())
        .containsPattern("Accuracy: (0\\.9|1\\.0)")
        .contains("precision  recall");
  }

  @Test
  void exportForInferenceAloneEvaluatesAsTheWholeModel() throws IOException, InterruptedException {
    Program.Outcome exported = run("export", "first", "--model", "small");
    JsonNode small = evaluated("saved_models/small");
    JsonNode whole = evaluated("saved_models/classifier-bars/1");

    assertThat(exported.err()).isEmpty();
    assertThat(exported.out()).contains("saved_models/small/1").contains("tag serve");
    assertThat(folder.resolve("saved_models/small/1/assets.extra"))
        .isDirectoryContaining("glob:**/run.json")
        .isDirectoryContaining("glob:**/epochs.csv");
    for (String same : List.of("accuracy", "cost", "classes", "confusion", "dataset_sha256")) {
      assertThat(small.get(same)).isEqualTo(whole.get(same));
    }
    assertThat(whole.at("/classes/0/recall").doubleValue())
        .isEqualTo(whole.at("/confusion/0/0").doubleValue() / 70); // 210 images, 3 classes
  }

  private static JsonNode evaluated(String model) throws IOException, InterruptedException {
    Program.Outcome outcome = run("evaluate", model, "--dataset", "idx:bars", "--json");
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void inspectShowsBothMetaGraphsAndTheVariables() throws IOException, InterruptedException {
    Program.Outcome inspected = run("inspect", "saved_models/classifier-bars");

    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.out())
        .contains(
            "with tag train", "with tag serve", "serving_default", "tensorflow/serving/predict")
        .containsPattern("in +image +float32 +\\[\\?, 12, 12, 1] +image:0")
        .containsPattern("Conv2d_Layer2/kernel +float32 +\\[3, 3, 4, 6] +trainable");
  }

  @Test
  void chartDrawsSeveralRunsTogether() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("runs/copy"));
    Files.copy(folder.resolve("runs/first/epochs.csv"), folder.resolve("runs/copy/epochs.csv"));

    Program.Outcome drawn = run("chart", "first", "copy", "--out", "both.svg");

    assertThat(drawn.err()).isEmpty();
    assertThat(folder.resolve("both.svg")).content().contains("first train").contains("copy test");
  }
}
