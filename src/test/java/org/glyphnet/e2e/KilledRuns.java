package org.glyphnet.e2e;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Training runs that are killed with SIGKILL, some several times, and resumed until they are done;
 * each must end as one that was never killed. All the while a reader opens whatever is newest.
 */
final class KilledRuns {
  private static final String[] LENGTH = {
    "--epochs", "4", "--save-every", "3", "--max-to-keep", "3"
  };

  /** A run is killed so many times at most. */
  private static final int MOST_KILLS = 3;

  private final Path folder;
  private final Random random;
  private final PrintStream out;
  private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
  private int diedSaving;
  private int diedExporting;

  KilledRuns(Path folder, long seed, PrintStream out) {
    this.folder = folder;
    this.random = new Random(seed);
    this.out = out;
  }

  /** Does so many; returns how many survived. */
  int run(int runs) throws IOException, InterruptedException {
    TinyDigits.write(folder.resolve("bars"), 210);
    TinyRun whole = new TinyRun(folder, "whole");
    Program.Outcome reference = new Program(folder).run(whole.train(LENGTH));
    if (reference.exitCode() != 0) {
      throw new AssertionError("the run that is not killed fails: " + reference.err());
    }
    int survived = 0;
    try (ReaderProcess reader = new ReaderProcess(folder)) {
      for (int i = 0; i < runs; i++) {
        TinyRun run = new TinyRun(folder, "r" + i);
        reader.turnTo(run);
        List<String> wrong = killAndResume(run, i);
        if (wrong.isEmpty()) {
          wrong = run.differences(whole);
        }
        wrong = new ArrayList<>(wrong);
        wrong.addAll(reader.failures());
        survived += wrong.isEmpty() ? 1 : 0;
        if (!wrong.isEmpty()) {
          out.println("run " + i + ": " + wrong);
        }
      }
      out.println(reader.tally());
    }
    out.println(
        "kills "
            + kills
            + "; "
            + diedSaving
            + " died with a checkpoint half saved, "
            + diedExporting
            + " with a SavedModel half exported");
    return survived;
  }

  /** Trains a run to its end through kills; returns what went wrong. */
  private List<String> killAndResume(TinyRun run, int number)
      throws IOException, InterruptedException {
    Moment[] moments = Moment.values();
    int most = 1 + random.nextInt(MOST_KILLS);
    for (int kill = 0; kill < most; kill++) {
      // In turn, so that each is tried equally often.
      Moment moment = moments[(number + kill) % moments.length];
      Program program = new Program(folder);
      String[] words = run.resume(LENGTH);
      Process process = program.begin(words);
      if (moment.await(process, run, random)) {
        process.destroyForcibly().waitFor();
        kills.merge(moment, 1, Integer::sum);
        diedSaving += TinyRun.names(run.checkpoints()).contains(".saving") ? 1 : 0;
        diedExporting +=
            TinyRun.names(run.model()).stream().anyMatch(n -> n.startsWith(".exporting-")) ? 1 : 0;
        continue;
      }
      Program.Outcome ended = program.outcome(process, words);
      return ended.exitCode() == 0 ? List.of() : List.of(ended.err());
    }
    String[] words = run.resume(LENGTH);
    Program.Outcome ended = new Program(folder).run(words);
    return ended.exitCode() == 0 ? List.of() : List.of(Arrays.toString(words) + ": " + ended.err());
  }
}
