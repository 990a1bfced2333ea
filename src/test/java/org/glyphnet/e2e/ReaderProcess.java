package org.glyphnet.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** A {@link Reader} in a process of its own. */
final class ReaderProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter toIt;
  private final BufferedReader fromIt;
  private final List<String> failures = new ArrayList<>();
  private String tally = "the reader was not asked";

  ReaderProcess(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir(),
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    process = builder.start();
    toIt = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    fromIt = process.inputReader(StandardCharsets.UTF_8);
  }

  /** From now on it reads what this run saves. */
  void turnTo(TinyRun run) {
    toIt.println(run.checkpoints() + "\t" + run.model());
  }

  /** What it could not open since it was asked last. */
  List<String> failures() throws IOException {
    toIt.println("?");
    failures.clear();
    String line = fromIt.readLine();
    while (line != null && line.startsWith("failed ")) {
      failures.add("reader: " + line);
      line = fromIt.readLine();
    }
    if (line == null) {
      failures.add("the reader has died");
    } else {
      tally = line;
    }
    return List.copyOf(failures);
  }

  /** How much it has opened. */
  String tally() {
    return tally;
  }

  @Override
  public void close() {
    toIt.close(); // the end of its input is its end
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
