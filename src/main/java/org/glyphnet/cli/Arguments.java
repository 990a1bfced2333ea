package org.glyphnet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * The typed command line, read as numbers, choices and paths; a bad value is one line that says
 * what would be right.
 */
public final class Arguments {
  private final CommandLine line;

  Arguments(CommandLine line) {
    this.line = line;
  }

  /** Whether the option was given. */
  public boolean has(String option) {
    return line.hasOption(option);
  }

  /** What follows the options. */
  public List<String> rest() {
    return line.getArgList();
  }

  /** The value, or empty when the option was not given. */
  public Optional<String> text(String option) {
    return Optional.ofNullable(line.getOptionValue(option));
  }

  /** All values of an option that may be given more than once. */
  public List<String> texts(String option) {
    return has(option) ? List.of(line.getOptionValues(option)) : List.of();
  }

  /**
   * Every option that was given, as it would be typed.
   *
   * @param without options that are left out
   */
  List<String> words(Set<String> without) {
    List<String> words = new ArrayList<>();
    for (Option option : line.getOptions()) {
      if (!without.contains(option.getLongOpt())) {
        words.add("--" + option.getLongOpt());
        words.addAll(option.getValuesList());
      }
    }
    return words;
  }

  /** A whole number in {@code [min, max]}. */
  public int integer(String option, int byDefault, int min, int max) {
    return Math.toIntExact(integer(option, byDefault, (long) min, (long) max));
  }

  /** A whole number in {@code [min, max]}. */
  public long integer(String option, long byDefault, long min, long max) {
    String typed = line.getOptionValue(option);
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
  public float decimal(
      String option, float byDefault, java.util.function.Predicate<Float> check, String right) {
    String typed = line.getOptionValue(option);
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
  public <E extends Enum<E>> E choice(String option, E byDefault) {
    String typed = line.getOptionValue(option);
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
  public Path path(String option, Path byDefault) {
    String typed = line.getOptionValue(option);
    return typed == null ? byDefault : asPath("--" + option, typed);
  }

  /** What the user typed as a path. */
  static Path asPath(String what, String typed) {
    try {
      if (!typed.isBlank()) {
        return Path.of(typed);
      }
    } catch (InvalidPathException e) {
      throw new UsageException(what + ": '" + typed + "' cannot be a path on this system", e);
    }
    throw new UsageException(what + ": needs a path, found nothing");
  }

  private static String bad(String option, String typed, String right) {
    return "--" + option + ": '" + typed + "' is not possible; it takes " + right;
  }
}
