package org.glyphnet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A sweep over two options, of whose four combinations two cannot be trained. */
class SweepTest {
  private static final Path SWEEP = Path.of("runs/tried");
  private static final List<String> GOOD = List.of("kernel-size-3_seed-1", "kernel-size-3_seed-2");

  @TempDir static Path folder;
  private static Program.Outcome first;

  @BeforeAll
  static void sweep() throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 70);
    first = sweep("2");
  }

  private static Program.Outcome sweep(String epochs) throws IOException, InterruptedException {
    return new Program(folder).run(words("tried", epochs));
  }

  private static String[] words(String name, String epochs) {
    List<String> words = new ArrayList<>(List.of("sweep", "--name", name));
    // A kernel of 9 is too large for two valid convolutions on 12 x 12 pixels.
    words.addAll(List.of("--set", "kernel-size=3,9", "--set", "seed=1,2", "--padding", "valid"));
    words.addAll(List.of("--dataset", "idx:bars", "--filters1", "3", "--filters2", "4"));
    words.addAll(List.of("--units", "6", "--batch-size", "10", "--epochs", epochs));
    return words.toArray(new String[0]);
  }

  @Test
  void trainsWhatCanBeTrainedAndNamesWhatFailed() throws IOException {
    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.err())
        .hasLineCount(1)
        .contains("2 of 4 runs failed: kernel-size-9_seed-1, kernel-size-9_seed-2");
    for (String name : GOOD) {
      assertThat(folder.resolve(SWEEP).resolve(name).resolve("run.json")).exists();
    }
    assertThat(TinyRun.names(folder.resolve(SWEEP).resolve("saved_models/tried")))
        .as("the winner's")
        .containsExactly("1");
    assertThat(folder.resolve("saved_models")).doesNotExist();
  }

  @Test
  void tableHasTheNumbersOfTheRuns() throws IOException {
    List<String> table = table(first);

    assertThat(table).hasSize(5);
    assertThat(table.get(0)).matches(" *kernel-size +seed +validation +train accuracy .*");
    assertThat(table.get(1)).endsWith("winner");
    assertThat(table.subList(3, 5)).allMatch(line -> line.contains("failed: images of 12 x 12"));
    for (String name : GOOD) {
      String seed = name.substring(name.length() - 1);
      String[] last = lastEpoch(name);
      assertThat(table)
          .anyMatch(line -> line.matches("  3 +" + seed + " +" + rounded(last[6]) + " .*"))
          .anyMatch(
              line -> line.contains(rounded(last[2]) + "  ") && line.contains(rounded(last[1])));
    }
  }

  @Test
  void onePageComparesTheRunsWithTheirNumbers() throws IOException {
    assertThat(first.out()).contains("Wrote " + SWEEP.resolve("comparison.html"));
    assertThat(folder.resolve(SWEEP).resolve("comparison.html")).content().contains(GOOD);
  }

  @Test
  void goesOnWithoutTrainingWhatIsFinished() throws IOException, InterruptedException {
    Path record = folder.resolve(SWEEP).resolve(GOOD.get(0)).resolve("run.json");
    String before = Files.readString(record);

    Program.Outcome again = sweep("2");

    assertThat(again.out().lines().filter(line -> line.startsWith("Trained already: ")))
        .as("two runs and the winner")
        .hasSize(3);
    assertThat(table(again)).isEqualTo(table(first));
    assertThat(record).hasContent(before);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills as Unix does")
  void killedInTheMiddleItComesToTheSameWinnerAndBits() throws IOException, InterruptedException {
    String[] words = words("killed", "2");
    Program program = new Program(folder);
    Process process = program.begin(words);
    Path second = folder.resolve("runs/killed").resolve(GOOD.get(1)).resolve("epochs.csv");
    while (process.isAlive() && !Files.exists(second)) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(folder.resolve("runs/killed/comparison.html")).doesNotExist();

    Program.Outcome again = new Program(folder).run(words);

    assertThat(winner(again)).isEqualTo(winner(first));
    assertThat(weights("killed", winner(first)))
        .hasSameBinaryContentAs(weights("tried", winner(first)));
  }

  @Test
  void finishedRunsOfAnotherSweepAreNotTakenForThisOnes() throws IOException, InterruptedException {
    Program.Outcome other = sweep("3");

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .hasLineCount(1)
        .contains("was trained with epochs 2, not 3; give this sweep another name");
  }

  /** What follows the last "Sweep". */
  private static List<String> table(Program.Outcome outcome) {
    List<String> lines = outcome.out().lines().toList();
    int start = lines.indexOf("Sweep " + SWEEP);
    return lines.subList(start + 1, start + 6);
  }

  private static String winner(Program.Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith("Winner: "))
        .map(line -> line.replaceFirst("Winner: ([^,]*),.*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  private static Path weights(String sweep, String run) {
    return folder
        .resolve("runs")
        .resolve(sweep)
        .resolve(run)
        .resolve("checkpoints/classifier-final.data-00000-of-00001");
  }

  private static String[] lastEpoch(String name) throws IOException {
    List<String> lines =
        Files.readAllLines(folder.resolve(SWEEP).resolve(name).resolve("epochs.csv"));
    return lines.get(lines.size() - 1).split(",", -1);
  }

  private static String rounded(String number) {
    return String.format(Locale.ROOT, "%.6f", Double.parseDouble(number));
  }
}
