package org.glyphnet.cli;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * The typed command line, read as numbers, choices and paths; a bad value is one line that says
 * what would be right.
 */
final class Arguments {
  private final Map<String, List<String>> values;
  private final List<String> positional;

  private Arguments(Map<String, List<String>> values, List<String> positional) {
    this.values = values;
    this.positional = positional;
  }

  /** What commons-cli has read. */
  static Arguments of(CommandLine line) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Option option : line.getOptions()) {
      values
          .computeIfAbsent(option.getLongOpt(), name -> new ArrayList<>())
          .addAll(option.getValuesList());
    }
    return new Arguments(values, List.copyOf(line.getArgList()));
  }

  /** The same with other values of some options. */
  Arguments with(Map<String, String> others) {
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    others.forEach((option, value) -> all.put(option, List.of(value)));
    return new Arguments(all, positional);
  }

  /** Whether the option was given. */
  boolean has(String option) {
    return values.containsKey(option);
  }

  /** What follows the options. */
  List<String> rest() {
    return positional;
  }

  /** The value, or empty when the option was not given. */
  Optional<String> text(String option) {
    return Optional.ofNullable(typed(option));
  }

  /** All values of an option that may be given more than once. */
  List<String> texts(String option) {
    return values.getOrDefault(option, List.of());
  }

  private String typed(String option) {
    return values.containsKey(option) ? values.get(option).get(0) : null;
  }

  /** A whole number in {@code [min, max]}. */
  int integer(String option, int byDefault, int min, int max) {
    return Math.toIntExact(integer(option, byDefault, (long) min, (long) max));
  }

  /** A whole number in {@code [min, max]}. */
  long integer(String option, long byDefault, long min, long max) {
    String typed = typed(option);
    if (typed == null) {
      return byDefault;
    }
    String right =
        max >= Integer.MAX_VALUE
            ? min == Long.MIN_VALUE
                ? "a whole number"
                : String.format(Locale.ROOT, "a whole number of at least %,d", min)
            : String.format(Locale.ROOT, "a whole number from %,d to %,d", min, max);
    try {
      long value = Long.parseLong(typed);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(bad(option, typed, right), e);
    }
    throw new UsageException(bad(option, typed, right));
  }

  /**
   * A number that the check accepts.
   *
   * @param right what a good value is, for the error: {@code "a number above 0"}
   */
  float decimal(
      String option, float byDefault, java.util.function.Predicate<Float> check, String right) {
    String typed = typed(option);
    if (typed == null) {
      return byDefault;
    }
    try {
      float value = Float.parseFloat(typed);
      if (Float.isFinite(value) && check.test(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(bad(option, typed, right), e);
    }
    throw new UsageException(bad(option, typed, right));
  }

  /** One of an enum's constants, written as its {@code toString} tells it; - and _ are one. */
  <E extends Enum<E>> E choice(String option, E byDefault) {
    String typed = typed(option);
    if (typed == null) {
      return byDefault;
    }
    E[] all = byDefault.getDeclaringClass().getEnumConstants();
    return Arrays.stream(all)
        .filter(e -> e.toString().replace('_', '-').equals(typed.replace('_', '-')))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    bad(
                        option,
                        typed,
                        "one of "
                            + Arrays.stream(all)
                                .map(Enum::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** A path; it need not exist. */
  Path path(String option, Path byDefault) {
    String typed = typed(option);
    return typed == null ? byDefault : asPath("--" + option, typed);
  }

  /** What the user typed as a path; a {@code ~} that no shell has replaced is the home folder. */
  static Path asPath(String what, String typed) {
    try {
      if (!typed.isBlank()) {
        return Path.of(atHome(typed));
      }
    } catch (InvalidPathException e) {
      throw new UsageException(what + ": '" + typed + "' cannot be a path on this system", e);
    }
    throw new UsageException(what + ": needs a path, found nothing");
  }

  /** A path that begins at home, as a shell would write it in full; another as it is. */
  static String atHome(String typed) {
    boolean home = typed.equals("~") || typed.startsWith("~/");
    return home && !new File(typed).exists()
        ? System.getProperty("user.home") + typed.substring(1)
        : typed;
  }

  private static String bad(String option, String typed, String right) {
    return "--" + option + ": '" + typed + "' is not possible; it takes " + right;
  }
}
