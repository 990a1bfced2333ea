package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.SavedModels;

/** Resident memory of processes, as Linux tells it, in MiB. */
final class ResidentMemory {
  private ResidentMemory() {}

  /** Of a process; 0 when it is gone. */
  static double of(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      return Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / 1024.0;
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Loads and closes a SavedModel over and over in this process.
   *
   * @return resident memory at the end, and how much it was after a tenth of the loads
   */
  static double[] ofLoads(Path version, int loads) throws IOException {
    double early = 0;
    for (int i = 1; i <= loads; i++) {
      RestoredModel.fromSavedModel(version, SavedModels.TRAIN_TAG, new SessionSettings(2)).close();
      if (i == loads / 10) {
        early = of(ProcessHandle.current().pid());
      }
    }
    return new double[] {of(ProcessHandle.current().pid()), early};
  }

  /**
   * Trains in a process of its own.
   *
   * @return resident memory after the last epoch, and after the second
   */
  static double[] ofTraining(TinyRun run, Program program, int epochs, String... words)
      throws IOException, InterruptedException {
    Process process = program.begin(words);
    double early = 0;
    double late = 0;
    while (process.isAlive() && late == 0) {
      int lines = lines(run.run().resolve("epochs.csv"));
      // A header and epoch -1 come before epoch 0.
      if (lines >= 4 && early == 0) {
        early = of(process.pid());
      }
      if (lines >= epochs + 2) {
        late = of(process.pid());
      }
      Thread.sleep(5);
    }
    Program.Outcome outcome = program.outcome(process, words);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(outcome.err());
    }
    return new double[] {late, early};
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
