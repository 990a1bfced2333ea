package org.glyphnet.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.glyphnet.engine.Engine;
import org.glyphnet.runs.Environment;

/** Finds the command that was typed, reads its options and runs it, or prints help. */
final class CommandLines {
  private final List<Command> commands;
  private final Consumer<String> warnings;

  /**
   * @param commands of the program; the first is run when none is named
   * @param warnings where a line goes that is no part of a command's output
   */
  CommandLines(List<Command> commands, Consumer<String> warnings) {
    this.commands = List.copyOf(commands);
    this.warnings = warnings;
  }

  /**
   * Runs what was typed.
   *
   * @throws UsageException when it cannot be understood
   * @throws IOException as the command throws it
   */
  void run(List<String> words, Screen screen) throws IOException {
    if (!words.isEmpty() && words.get(0).matches("--?version")) {
      Environment.present()
          .versions()
          .forEach((what, version) -> screen.out().println(what + " " + version));
      return;
    }
    boolean named = !words.isEmpty() && !words.get(0).startsWith("-");
    if (!words.isEmpty() && (isHelp(words.get(0)) || words.get(0).equals(Declaration.HELP))) {
      help(words.subList(1, words.size()), screen);
      return;
    }
    Command command = named ? named(words.get(0)) : commands.get(0);
    List<String> rest = words.subList(named ? 1 : 0, words.size());
    if (rest.stream().anyMatch(CommandLines::isHelp)) {
      new Help(screen).printCommand(command);
      return;
    }
    Arguments arguments = arguments(command, rest);
    // Before anything loads TensorFlow's natives, which read the choice once.
    Engine.prepare(command.computesInBfloat16(arguments)).warning().ifPresent(warnings);
    command.run(arguments, screen);
  }

  /** What a command has to say of itself, or which commands there are. */
  private void help(List<String> of, Screen screen) {
    Help help = new Help(screen);
    if (of.isEmpty() || isHelp(of.get(0))) {
      help.printCommands(commands);
    } else {
      help.printCommand(named(of.get(0)));
    }
  }

  private static boolean isHelp(String word) {
    return word.matches("--?(help|h|\\?)");
  }

  /**
   * What was typed after a command's name, read.
   *
   * @throws UsageException when it cannot be understood
   */
  static Arguments arguments(Command command, List<String> words) {
    Arguments arguments = Arguments.of(parse(command, words.toArray(new String[0])));
    if (!arguments.rest().isEmpty() && command.declaration().positional().isEmpty()) {
      throw new UsageException(
          "'"
              + arguments.rest().get(0)
              + "' is one word too many; "
              + seeHelp(command.declaration().name()));
    }
    return arguments;
  }

  private Command named(String name) {
    return commands.stream()
        .filter(command -> command.declaration().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown command '"
                        + name
                        + "'; it is one of "
                        + commands.stream()
                            .map(command -> command.declaration().name())
                            .collect(Collectors.joining(", "))));
  }

  private static CommandLine parse(Command command, String[] args) {
    OptionList known = command.allOptions();
    Options options = known.toOptions();
    try {
      // No guessing of shortened names: what works today must not become ambiguous with the next
      // option.
      CommandLine line =
          DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, args);
      for (Option option : line.getOptions()) {
        if (option.hasArg()
            && line.getOptionValues(option).length > 1
            && !known.isRepeatable(option.getLongOpt())) {
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
      throw new UsageException(e.getMessage() + "; " + seeHelp(command.declaration().name()), e);
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
            .orElse("; " + seeHelp(command.declaration().name()));
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
    return "'glyphnet help " + command + "' lists what it takes";
  }
}
