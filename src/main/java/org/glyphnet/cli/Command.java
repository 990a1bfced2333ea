package org.glyphnet.cli;

import java.io.PrintStream;
import java.util.Set;
import org.apache.commons.cli.Options;

/** One command of the program: options in, one call, words out. */
interface Command {
  /** Option of every command: a failure shows its stack trace. */
  String VERBOSE = "verbose";

  /** Option of every command: prints what it does and its options. */
  String HELP = "help";

  /** The word on the command line. */
  String name();

  /** What it does, in one line for the list of commands. */
  String summary();

  /** What follows the command's name, such as {@code [options] RUN...}. */
  default String synopsis() {
    return "[options]";
  }

  /** Whether words that are no options belong to it, such as names of runs. */
  default boolean takesWords() {
    return false;
  }

  /** Options that may be given more than once. */
  default Set<String> repeatable() {
    return Set.of();
  }

  /**
   * The options it knows, without {@code --help} and {@code --verbose}, which every command has.
   */
  Options options();

  /**
   * Does the work.
   *
   * @param arguments what was typed
   * @param out where the words go
   * @throws UsageException for an argument that cannot be carried out
   * @throws org.glyphnet.data.DataException for missing or bad data
   * @throws CheckFailedException when a check that the command makes does not hold
   * @throws java.io.IOException when files cannot be read or written
   */
  void run(Arguments arguments, PrintStream out) throws java.io.IOException;
}
