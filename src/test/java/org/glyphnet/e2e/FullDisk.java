package org.glyphnet.e2e;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glyphnet.network.SessionSettings;
import org.glyphnet.saving.RestoredModel;

/**
 * A run whose folder is on a file system that fills up while it saves: it ends with one line, what
 * was saved before restores, and with more room it goes on to the same bytes.
 */
final class FullDisk {
  private static final String[] LENGTH = {"--epochs", "12", "--max-to-keep", "12"};

  private final Path folder;
  private final PrintStream out;

  FullDisk(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /**
   * Does it.
   *
   * @param size of the file system, as {@code mount} takes it; some checkpoints must fit
   * @return whether all of it held
   * @throws IOException also where mounting is not allowed
   */
  boolean run(String size) throws IOException, InterruptedException {
    TinyRun whole = new TinyRun(folder.resolve("roomy"), "run");
    TinyRun run = new TinyRun(folder.resolve("tight"), "run");
    TinyDigits.write(whole.folder().resolve("bars"), 210);
    TinyDigits.write(run.folder().resolve("bars"), 210);
    new Program(whole.folder()).run(whole.train(LENGTH));
    Path small = Files.createDirectories(run.folder().resolve("runs"));
    shell("mount -t tmpfs -o size=" + size + " none " + small);
    try {
      return fillAndGoOn(run, whole, small);
    } finally {
      shell("umount " + small);
    }
  }

  private boolean fillAndGoOn(TinyRun run, TinyRun whole, Path small)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    Program.Outcome full = new Program(run.folder()).run(run.train(LENGTH));
    out.println("disk full: exit code " + full.exitCode() + ", " + full.err());
    if (full.exitCode() != 4 || full.err().lines().count() != 1) {
      wrong.add("it should end with one line and exit code 4");
    }
    List<String> saved =
        TinyRun.names(run.checkpoints()).stream().filter(n -> n.endsWith(".index")).toList();
    for (String index : saved) {
      Path prefix = run.checkpoints().resolve(index.substring(0, index.lastIndexOf('.')));
      RestoredModel.fromCheckpoint(prefix, new SessionSettings(1)).close();
    }
    out.println("disk full: " + saved.size() + " earlier checkpoints restore");
    shell("mount -o remount,size=64m " + small);
    Program.Outcome resumed = new Program(run.folder()).run(run.resume(LENGTH));
    if (saved.isEmpty() || resumed.exitCode() != 0) {
      wrong.add("resumed: " + resumed.err());
    }
    wrong.addAll(run.differences(whole));
    wrong.addAll(readOnly(run, small));
    if (!wrong.isEmpty()) {
      out.println("disk full: " + wrong);
    }
    return wrong.isEmpty();
  }

  /** The same folder, which can now only be read. */
  private List<String> readOnly(TinyRun run, Path small) throws IOException, InterruptedException {
    shell("mount -o remount,ro " + small);
    Program.Outcome refused =
        new Program(run.folder()).run("train", "--resume", "runs/run", "--epochs", "13");
    out.println("read-only: exit code " + refused.exitCode() + ", " + refused.err());
    RestoredModel.fromCheckpoint(
            run.checkpoints().resolve("classifier-final"), new SessionSettings(1))
        .close();
    return refused.exitCode() == 4 && refused.err().lines().count() == 1
        ? List.of()
        : List.of("read-only: it should end with one line and exit code 4");
  }

  private static void shell(String line) throws IOException, InterruptedException {
    int code = new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(line + ": exit code " + code);
    }
  }
}
