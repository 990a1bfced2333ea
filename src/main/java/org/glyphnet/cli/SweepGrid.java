package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is tried out: some options with some values each.
 *
 * @param axes the values of each option, in the order in which they were typed
 */
record SweepGrid(Map<String, List<String>> axes) {
  /** Of a run's name, so that it stays one that files can have. */
  private static final int MOST_LETTERS = 100;

  /**
   * One way to choose a value for each option.
   *
   * @param values the value of each option
   */
  record Combination(Map<String, String> values) {
    /** The run's name: every option that differs, with its value. */
    String name() {
      return values.entrySet().stream()
          .map(entry -> entry.getKey() + "-" + entry.getValue())
          .collect(Collectors.joining("_"))
          .replaceAll("[^A-Za-z0-9_.-]", "_");
    }
  }

  /**
   * Reads what was typed after each {@code --set}.
   *
   * @param allowed the options that can be tried out
   * @throws UsageException when it cannot be understood
   */
  static SweepGrid parse(List<String> typed, Set<String> allowed) {
    Map<String, List<String>> axes = axes(typed, allowed);
    axes.values().stream()
        .flatMap(List::stream)
        .filter(SweepRange::is)
        .findFirst()
        .ifPresent(
            range -> {
              throw new UsageException(
                  "--set: '" + range + "' is a range; it takes --random N, the number of trials");
            });
    SweepGrid grid = new SweepGrid(axes);
    checkNames(grid.combinations());
    return grid;
  }

  /** What was typed after each {@code --set}: the values or ranges of each option. */
  static Map<String, List<String>> axes(List<String> typed, Set<String> allowed) {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    for (String one : typed) {
      int equals = one.indexOf('=');
      String option = equals < 0 ? one : one.substring(0, equals).replaceFirst("^--", "");
      List<String> values =
          equals < 0 ? List.of() : Arrays.asList(one.substring(equals + 1).split(",", -1));
      if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
        throw new UsageException(
            "--set: '" + one + "' is not possible; it takes OPTION=VALUE,VALUE...");
      }
      if (!allowed.contains(option)) {
        throw new UsageException(
            "--set: '"
                + option
                + "' cannot be tried out; it takes an option of train that has a value, such as"
                + " learning-rate");
      }
      if (new HashSet<>(values).size() < values.size()) {
        throw new UsageException("--set: '" + one + "' names a value twice");
      }
      if (axes.put(option, values) != null) {
        throw new UsageException("--set: " + option + " is given twice; give all values at once");
      }
    }
    return axes;
  }

  /** All combinations; the last option changes fastest. */
  List<Combination> combinations() {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> before : all) {
        for (String value : axis.getValue()) {
          Map<String, String> with = new LinkedHashMap<>(before);
          with.put(axis.getKey(), value);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all.stream().map(Combination::new).toList();
  }

  /**
   * @throws UsageException when runs cannot be named after their values
   */
  static void checkNames(List<Combination> combinations) {
    Set<String> names = new HashSet<>();
    for (Combination combination : combinations) {
      String name = combination.name();
      if (name.length() > MOST_LETTERS) {
        throw new UsageException(
            "--set: the run's name '"
                + name
                + "' would be longer than "
                + MOST_LETTERS
                + " letters; try fewer options at once");
      }
      if (!names.add(name)) {
        throw new UsageException("--set: two combinations would both be called '" + name + "'");
      }
    }
  }
}
