package org.glyphnet.cli;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Builds a command's options, one line each, in groups for its help. */
final class OptionList {
  private static final String FIRST_GROUP = "Options";

  private final Map<String, Options> groups = new LinkedHashMap<>();
  private final Set<String> repeatable = new HashSet<>();
  private String group = FIRST_GROUP;

  /** Begins a group of the help; options go into it from now on. */
  OptionList group(String title) {
    group = title;
    return this;
  }

  /** An option with a value. */
  OptionList value(String name, String argument, String description) {
    return add(Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  /** An option with a value that may be given more than once. */
  OptionList values(String name, String argument, String description) {
    repeatable.add(name);
    return value(name, argument, description);
  }

  /** An option that is there or not. */
  OptionList flag(String name, String description) {
    return add(Option.builder().longOpt(name).desc(description).get());
  }

  /** All options of another list, in its groups where it has some, else in the present one. */
  OptionList with(OptionList others) {
    String before = group;
    others.groups.forEach(
        (title, options) -> {
          group = title.equals(FIRST_GROUP) ? before : title;
          options.getOptions().forEach(this::add);
        });
    repeatable.addAll(others.repeatable);
    group = before;
    return this;
  }

  /** The same without some. */
  OptionList without(Set<String> names) {
    OptionList fewer = new OptionList();
    fewer.repeatable.addAll(repeatable);
    groups.forEach(
        (title, options) -> {
          fewer.group(title);
          options.getOptions().stream()
              .filter(option -> !names.contains(option.getLongOpt()))
              .forEach(fewer::add);
        });
    return fewer;
  }

  /** Options by the title of their group. */
  Map<String, Options> groups() {
    return groups;
  }

  /** Whether an option may be given more than once. */
  boolean isRepeatable(String name) {
    return repeatable.contains(name);
  }

  /** All of them, for commons-cli to parse. */
  Options toOptions() {
    Options all = new Options();
    groups.values().forEach(options -> options.getOptions().forEach(all::addOption));
    return all;
  }

  private OptionList add(Option option) {
    groups.computeIfAbsent(group, title -> new Options()).addOption(option);
    return this;
  }
}
