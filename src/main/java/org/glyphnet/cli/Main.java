package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glyphnet.cluster.TfConfig;

/** Picks the command; the only place that turns a failure into a line and an exit code. */
public final class Main {
  private static final int DONE = 0;
  private static final String HOME = "user.home";

  /**
   * System property that the start script sets when standard output is a terminal: Java itself
   * cannot tell.
   */
  private static final String TERMINAL = "glyphnet.terminal";

  /** System property with that terminal's width. */
  private static final String COLUMNS = "glyphnet.columns";

  /** Where logback looks for its configuration, and the program's, which its user may replace. */
  private static final String LOGGING = "logback.configurationFile";

  private static final String OWN_LOGGING = "org/glyphnet/cli/logging.xml";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Digits, names and file names are the same wherever the program runs; TensorFlow's Java part
    // writes the names of operations in the default locale's digits.
    Locale.setDefault(Locale.ROOT);
    System.setProperty(
        HOME,
        home(
            System.getProperty(HOME), System.getenv("HOME"), System.getProperty("java.io.tmpdir")));
    if (!Arrays.asList(args).contains("--show")) {
      // Pictures are drawn without a display; with one that does not answer, AWT would fail.
      System.setProperty("java.awt.headless", "true");
    }
    if (System.getProperty(LOGGING) == null) {
      // Not as logback.xml, which would set the logging of every program that uses the library.
      System.setProperty(LOGGING, OWN_LOGGING);
    }
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs one command.
   *
   * @param args the command's name and its options; none means {@code train}
   * @return the exit code: 0 done, 1 a check failed, 2 bad usage, 3 bad or missing data, 4 anything
   *     else; 130 or 143 when it was asked to stop
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    Screen screen =
        Screen.on(
            out,
            charset(),
            Boolean.getBoolean(TERMINAL),
            System.getProperty(COLUMNS, System.getenv("COLUMNS")));
    List<String> words = List.of(args);
    try {
      new CommandLines(commands(), err::println).run(words, screen);
      return DONE;
    } catch (IOException | RuntimeException | Error e) {
      if (words.contains("--" + Declaration.VERBOSE)) {
        e.printStackTrace(err);
      }
      Failure failure = Failure.of(e);
      err.println("glyphnet: " + failure.line());
      return failure.exitCode();
    }
  }

  /**
   * The user's home. Java knows none where the user has no name, as in some containers, and would
   * unpack TensorFlow into a folder that is called by a question mark.
   */
  static String home(String ofJava, String ofEnvironment, String temporary) {
    if (ofJava != null && !ofJava.isBlank() && !ofJava.equals("?")) {
      return ofJava;
    }
    boolean usable = ofEnvironment != null && Files.isWritable(Path.of(ofEnvironment));
    return usable ? ofEnvironment : temporary;
  }

  static List<Command> commands() {
    TrainCommand train =
        new TrainCommand(
            Clock.system(ZoneId.systemDefault()),
            Runtime.getRuntime()::halt,
            System.getenv(TfConfig.NAME));
    return List.of(
        train,
        new VerifyCommand(),
        new EvaluateCommand(),
        new PredictCommand(),
        new ExplainCommand(),
        new ExportCommand(),
        new PromoteCommand(),
        new SweepCommand(train),
        new BenchmarkCommand(),
        new ChartCommand(),
        new ServeCommand(Main::doBeforeTheEnd),
        new WorkerCommand(System.getenv(TfConfig.NAME), Main::doBeforeTheEnd),
        new ReportCommand(),
        new FiltersCommand(),
        new InspectCommand());
  }

  /**
   * Does something when the process is told to end (SIGTERM, Ctrl-C), and ends it with exit code 0,
   * where Java's own would be 143: it was asked to, and did it in order.
   */
  private static void doBeforeTheEnd(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  last.run();
                  System.out.flush();
                  Runtime.getRuntime().halt(DONE);
                },
                "end"));
  }

  /** What standard output is written in; its property's name has changed with Java 19. */
  private static Charset charset() {
    return Charset.forName(
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name())));
  }
}
