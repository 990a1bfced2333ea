package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glyphnet.files.Sha256;
import org.glyphnet.runs.EpochsCsv;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that was trained before records bore a format number: 210 synthetic digits, two epochs, on
 * one thread. Its files are as they were written then.
 */
class OldFormatTest {
  private static final Path FIXTURE = Path.of("src/test/resources/format-0").toAbsolutePath();

  @TempDir Path folder;

  @BeforeEach
  void copyTheRun() throws IOException {
    copy(FIXTURE, folder.resolve("then"));
  }

  private Program.Outcome runIn(String where, String... words)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve(where));
    return new Program(place).run(words);
  }

  @Test
  void itIsVerifiedFromAnyWorkingDirectory() throws IOException, InterruptedException {
    Program.Outcome verified = runIn("elsewhere", "verify", "../then/runs/format-0");

    assertThat(verified.err()).isEmpty();
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out()).containsPattern("equal predictions +210 +210 +210 +equal");
  }

  @Test
  void itIsReportedWhereItsFolderWasMovedTo() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("moved"));
    Files.move(folder.resolve("then/runs/format-0"), folder.resolve("moved/format-0"));

    Program.Outcome reported = runIn("elsewhere", "report", "../moved/format-0");

    assertThat(reported.err()).isEmpty();
    assertThat(reported.exitCode()).isZero();
    assertThat(folder.resolve("moved/format-0/report.html")).exists();
  }

  @Test
  void itIsResumedAndComparedAndEndsInTheBitsOfARunOfToday()
      throws IOException, InterruptedException {
    Program.Outcome resumed =
        runIn("elsewhere", "train", "--resume", "../then/runs/format-0", "--epochs", "3");

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("2 epochs are done");
    Path run = folder.resolve("then/runs/format-0");
    assertThat(new ObjectMapper().readTree(run.resolve("run.json").toFile()).get("format").asInt())
        .isEqualTo(1);
    assertThat(folder.resolve("then/saved_models/format-0/2/saved_model.pb")).exists();
    assertThat(EpochsCsv.read(run.resolve("epochs.csv")).subList(0, 3))
        .isEqualTo(EpochsCsv.read(FIXTURE.resolve("runs/format-0/epochs.csv")));

    assertThat(runIn("then", trainAnew("--epochs", "2")).exitCode()).isZero();
    putOldWeightsUnderTodaysRun();
    assertThat(runIn("then", "train", "--resume", "today", "--epochs", "3").exitCode()).isZero();
    assertThat(run.resolve("checkpoints/classifier-final.data-00000-of-00001"))
        .hasSameBinaryContentAs(
            folder.resolve("then/runs/today/checkpoints/classifier-final.data-00000-of-00001"));

    Program.Outcome compared = runIn("then", "report", "format-0", "today", "--out", "both.html");
    assertThat(compared.err()).isEmpty();
    assertThat(folder.resolve("then/both.html")).content().contains("format-0", "today");
  }

  @Test
  void itIsNotResumedOfACheckpointThatWasTrainedOtherwise()
      throws IOException, InterruptedException {
    Path record = folder.resolve("then/runs/format-0/run.json");
    String other =
        Files.readString(record)
            .replace("\"beta1\" : 0.5,", "\"beta1\" : 0.25,")
            .replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"\\s*}\\s*$", "\n}\n");
    Files.writeString(record, other);

    Program.Outcome refused = runIn("then", "train", "--resume", "format-0", "--epochs", "3");

    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).hasLineCount(1).contains("trained with other options or data");
  }

  /**
   * Two epochs on another processor end in other last bits, so today's run goes on from the old
   * one's weights: what follows must be the same to the bit whichever format the run began in.
   */
  private void putOldWeightsUnderTodaysRun() throws IOException {
    Path old = FIXTURE.resolve("runs/format-0/checkpoints");
    Path today = folder.resolve("then/runs/today/checkpoints");
    for (String file : List.of("classifier-final.data-00000-of-00001", "classifier-final.index")) {
      Files.copy(old.resolve(file), today.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path progress = today.resolve("classifier-final.progress");
    String content =
        Files.readString(progress)
            .replaceFirst(
                "index_sha256: [0-9a-f]{64}",
                "index_sha256: "
                    + Sha256.of(Files.readAllBytes(today.resolve("classifier-final.index"))))
            .replaceFirst("(?m)^sha256: [0-9a-f]{64}\n", "");
    String sum = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
    Files.writeString(progress, content + "sha256: " + sum + "\n");
  }

  private static String[] trainAnew(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--run", "today", "--model", "today"));
    words.addAll(List.of("--dataset", "synthetic", "--images", "210", "--filters1", "4"));
    words.addAll(List.of("--filters2", "6", "--units", "16", "--batch-size", "32"));
    words.addAll(List.of("--threads", "1"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(target);
        } else {
          Files.copy(one, target);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
