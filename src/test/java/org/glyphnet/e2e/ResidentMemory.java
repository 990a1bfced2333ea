package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;
import org.glyphnet.saving.Signatures;

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
      RestoredModel.fromSavedModel(version, Signatures.TRAIN_TAG, new SessionSettings(2)).close();
      if (i == loads / 10) {
        early = of(ProcessHandle.current().pid());
      }
    }
    return new double[] {of(ProcessHandle.current().pid()), early};
  }

  /**
   * Trains as users do, by the start script, which hands its process over to Java.
   *
   * @param words what is typed behind {@code glyphnet}, for a run of this name in this folder
   * @return resident memory after the last epoch, and after the second
   */
  static double[] ofTraining(
      TinyRun run, Map<String, String> environment, int epochs, String... words)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(Path.of("scripts/glyphnet").toAbsolutePath().toString()));
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(run.folder().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
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
    if (process.waitFor() != 0) {
      throw new AssertionError("exit code " + process.exitValue());
    }
    return new double[] {late, early};
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
