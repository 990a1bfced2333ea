package org.glyphnet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Finds the command that was typed, reads its options and runs it, or prints help. */
final class CommandLines {
  private static final int WIDTH = 100;

  private final List<Command> commands;

  /** The commands of the program; the first is run when none is named. */
  public CommandLines(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /**
   * Runs what was typed.
   *
   * @throws UsageException when it cannot be understood
   * @throws IOException as the command throws it
   */
  public void run(String[] args, PrintStream out) throws IOException {
    boolean named = args.length > 0 && !args[0].startsWith("-");
    if (!named && asksForHelp(args)) {
      printCommands(out);
      return;
    }
    Command command = named ? named(args[0]) : commands.get(0);
    List<String> rest = Arrays.asList(args).subList(named ? 1 : 0, args.length);
    if (rest.contains("--" + Command.HELP) || rest.contains("-h")) {
      printHelp(command, out);
      return;
    }
    command.run(arguments(command, rest), out);
  }

  /**
   * What was typed after a command's name, read.
   *
   * @throws UsageException when it cannot be understood
   */
  static Arguments arguments(Command command, List<String> words) {
    Arguments arguments = Arguments.of(parse(command, words.toArray(new String[0])));
    if (!arguments.rest().isEmpty() && !command.takesWords()) {
      throw new UsageException(
          "'" + arguments.rest().get(0) + "' is one word too many; " + seeHelp(command.name()));
    }
    return arguments;
  }

  private static boolean asksForHelp(String[] args) {
    return args.length > 0 && (args[0].equals("--" + Command.HELP) || args[0].equals("-h"));
  }

  private Command named(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown command '"
                        + name
                        + "'; it is one of "
                        + commands.stream().map(Command::name).collect(Collectors.joining(", "))));
  }

  private static CommandLine parse(Command command, String[] args) {
    Options options = allOptions(command);
    try {
      // No guessing of shortened names: what works today must not become ambiguous with the next
      // option.
      CommandLine line =
          DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, args);
      for (Option option : line.getOptions()) {
        if (option.hasArg()
            && line.getOptionValues(option).length > 1
            && !command.repeatable().contains(option.getLongOpt())) {
          throw new UsageException("--" + option.getLongOpt() + " is given twice; give it once");
        }
      }
      return line;
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(unknown(e.getOption(), options, command), e);
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new UsageException(
          "--"
              + option.getLongOpt()
              + " needs a value: --"
              + option.getLongOpt()
              + " "
              + option.getArgName(),
          e);
    } catch (AlreadySelectedException e) {
      throw new UsageException(
          "--" + e.getOption().getLongOpt() + " cannot be combined with another option given", e);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage() + "; " + seeHelp(command.name()), e);
    }
  }

  private static String unknown(String typed, Options options, Command command) {
    String name = typed.replaceFirst("^-+", "").replaceFirst("=.*", "");
    Optional<String> closest =
        options.getOptions().stream()
            .map(Option::getLongOpt)
            .min(Comparator.comparingInt(known -> distance(known, name)))
            .filter(known -> distance(known, name) <= Math.max(2, name.length() / 3));
    return "unknown option "
        + typed
        + closest
            .map(known -> "; did you mean --" + known + "?")
            .orElse("; " + seeHelp(command.name()));
  }

  /** Levenshtein distance: insertions, deletions and substitutions from one word to the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static String seeHelp(String command) {
    return "'glyphnet " + command + " --help' lists what it takes";
  }

  private static Options allOptions(Command command) {
    return new OptionList()
        .with(command.options())
        .flag(Command.VERBOSE, "show the stack trace of a failure")
        .flag(Command.HELP, "print this")
        .toOptions();
  }

  private void printCommands(PrintStream out) {
    out.println("usage: glyphnet [COMMAND] [options]");
    out.println();
    out.println(
        "Trains a small image classifier, saves it, proves that it restores, shows and checks it.");
    out.println();
    for (Command command : commands) {
      out.printf(Locale.ROOT, "  %-10s %s%n", command.name(), command.summary());
    }
    out.println();
    out.println(
        "No COMMAND means "
            + commands.get(0).name()
            + ". 'glyphnet COMMAND --help' lists its options.");
    out.println(
        "Exit codes: 0 done, 1 a check failed, 2 bad usage, 3 bad or missing data, 4 anything else.");
  }

  private static void printHelp(Command command, PrintStream out) {
    out.println("usage: glyphnet " + command.name() + " " + command.synopsis());
    out.println();
    out.println("It " + command.summary() + ".");
    out.println();
    int column =
        2
            + allOptions(command).getOptions().stream()
                .mapToInt(option -> typed(option).length())
                .max()
                .orElse(0)
            + 2;
    for (Option option : allOptions(command).getOptions()) {
      List<String> lines = wrapped(option.getDescription(), WIDTH - column);
      out.println(("  " + typed(option) + " ".repeat(column)).substring(0, column) + lines.get(0));
      lines.stream().skip(1).forEach(line -> out.println(" ".repeat(column) + line));
    }
  }

  private static String typed(Option option) {
    return "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new java.util.ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
