package org.glyphnet.cli;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Builds a command's options, one line each. */
final class OptionList {
  private final Options options = new Options();

  /** An option with a value. */
  OptionList value(String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
    return this;
  }

  /** An option that is there or not. */
  OptionList flag(String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
    return this;
  }

  /** All options of another list. */
  OptionList with(Options others) {
    others.getOptions().forEach(options::addOption);
    return this;
  }

  Options toOptions() {
    return options;
  }
}
