package org.glyphnet.cli;

/**
 * What a command is called, does and takes beside options.
 *
 * @param name the word on the command line
 * @param summary what it does, in one line for the list of commands
 * @param positional its positional arguments as they are typed, such as {@code [RUN...]}; empty
 *     when it takes none
 * @param explanation what those are; empty when their name says it
 */
record Declaration(String name, String summary, String positional, String explanation) {
  /** Option of every command: a failure shows its stack trace. */
  static final String VERBOSE = "verbose";

  /** Option of every command: prints what it does and its options. */
  static final String HELP = "help";

  /** A command without positional arguments. */
  Declaration(String name, String summary) {
    this(name, summary, "", "");
  }

  /** A command whose positional arguments' name says what they are. */
  Declaration(String name, String summary, String positional) {
    this(name, summary, positional, "");
  }
}
