package org.glyphnet.cli;

import java.io.IOException;
import org.glyphnet.network.Precision;

/** One command of the program: options in, one call, words out. */
interface Command {
  /** What it is called, does and takes beside options. */
  Declaration declaration();

  /** The options it knows, without those that every command has. */
  OptionList options();

  /** All options, those of every command last. */
  default OptionList allOptions() {
    return new OptionList()
        .with(options())
        .group("Help")
        .flag(Declaration.VERBOSE, "show the stack trace of a failure")
        .flag(Declaration.HELP, "print this");
  }

  /** Whether what it computes is of bfloat16 numbers. */
  default boolean computesInBfloat16(Arguments arguments) throws IOException {
    return arguments.has(TrainingOptions.PRECISION)
        && arguments.choice(TrainingOptions.PRECISION, Precision.FLOAT32) == Precision.BFLOAT16;
  }

  /**
   * Does the work.
   *
   * @param arguments what was typed
   * @param screen where the words go
   * @throws UsageException for an argument that cannot be carried out
   * @throws org.glyphnet.data.DataException for missing or bad data
   * @throws CheckFailedException when a check that the command makes does not hold
   * @throws IOException when files cannot be read or written
   */
  void run(Arguments arguments, Screen screen) throws IOException;
}
