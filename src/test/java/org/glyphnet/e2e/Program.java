package org.glyphnet.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;

/** Runs the program's real main class in a process of its own, with an empty home and no MNIST. */
final class Program {
  private static final long TIMEOUT_SECONDS = 240;

  private final Path folder;
  private final List<String> javaOptions;
  private final List<String> lines = new ArrayList<>();
  private Path out;
  private Path err;

  /**
   * @param folder where it is started, and below which its home is
   */
  Program(Path folder) {
    this(folder, List.of());
  }

  /**
   * @param folder where it is started, and below which its home is
   * @param javaOptions such as {@code -Duser.language=ar}
   */
  Program(Path folder, List<String> javaOptions) {
    this.folder = folder;
    this.javaOptions = List.copyOf(javaOptions);
  }

  /** What a process came to. */
  record Outcome(int exitCode, String out, String err) {}

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return outcome(begin(arguments), arguments);
  }

  /**
   * Runs it, and sends signals, one right after the other, once something is on standard output.
   *
   * @param signals their names, such as {@code TERM}
   */
  Outcome signalled(List<String> signals, Predicate<String> when, String... arguments)
      throws IOException, InterruptedException {
    // What runs in the background of a shell ignores SIGINT, and so would this.
    Process process = toFiles(builder(List.of("env", "--default-signal=INT,TERM,HUP"), arguments));
    while (process.isAlive() && !when.test(Files.readString(out))) {
      Thread.sleep(5);
    }
    String kills =
        signals.stream()
            .map(signal -> "kill -" + signal + " " + process.pid())
            .collect(Collectors.joining("; "));
    new ProcessBuilder("sh", "-c", kills).start().waitFor();
    return outcome(process, arguments);
  }

  /**
   * Runs it in a shell that limits what it may do.
   *
   * @param limit such as {@code ulimit -f 100}
   */
  Outcome limited(String limit, String... arguments) throws IOException, InterruptedException {
    List<String> shell = List.of("bash", "-c", limit + "; exec \"$@\"", "bash");
    return outcome(toFiles(builder(shell, arguments)), arguments);
  }

  /** What is typed to start it, for another program to do so. */
  List<String> line(String... arguments) throws IOException {
    return builder(List.of(), arguments).command();
  }

  /** Starts it and returns; the caller may end it, and asks for its {@link #outcome}. */
  Process begin(String... arguments) throws IOException {
    return toFiles(builder(List.of(), arguments));
  }

  /** Waits for its end. */
  Outcome outcome(Process process, String... arguments) throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "still running after " + TIMEOUT_SECONDS + " s: " + String.join(" ", arguments));
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        own(Files.readString(err)));
  }

  /** Starts it and returns; the caller reads what it says and ends it. */
  Process start(String... arguments) throws IOException {
    return builder(List.of(), arguments).start();
  }

  private Process toFiles(ProcessBuilder builder) throws IOException {
    out = Files.createTempFile(folder, "out", ".txt");
    err = Files.createTempFile(folder, "err", ".txt");
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  private ProcessBuilder builder(List<String> before, String... arguments) throws IOException {
    lines.clear();
    lines.addAll(before);
    lines.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    lines.add("-Duser.home=" + folder.resolve("home"));
    // Over before the optimising compiler pays for itself: half the processor time without it.
    lines.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // The natives are unpacked once for all processes, not into each empty home.
    lines.add("-Dorg.bytedeco.javacpp.cachedir=" + Loader.getCacheDir());
    lines.addAll(javaOptions);
    lines.addAll(List.of("-cp", System.getProperty("java.class.path")));
    lines.add("org.glyphnet.cli.Main");
    lines.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(lines).directory(folder.toFile());
    builder.environment().remove("GLYPHNET_DATA");
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    return builder;
  }

  /** Standard error without what TensorFlow's native library puts there whatever its log level. */
  private static String own(String err) {
    return err.lines()
        .filter(line -> !line.startsWith("WARNING: All log messages before absl::InitializeLog()"))
        .filter(line -> !line.matches("[IWE]\\d{4} \\d\\d.*"))
        .collect(Collectors.joining("\n"));
  }
}
