package org.glyphnet.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glyphnet.data.SplitMix64;

/**
 * Values drawn at random (Bergstra and Bengio, 2012): each a function of the seed, the trial's
 * number and the option, so that more trials or another option beside it change none.
 *
 * @param axes what each option's values are drawn from: a range, or else one of the values alike
 */
record RandomTrials(Map<String, List<String>> axes) {
  /** Of draws that came to values that were tried before, until there are taken to be no others. */
  private static final int MOST_DRAWS = 1000;

  /**
   * Reads what was typed after each {@code --set}.
   *
   * @param allowed the options that can be tried out
   * @throws UsageException when it cannot be understood
   */
  static RandomTrials parse(List<String> typed, Set<String> allowed) {
    Map<String, List<String>> axes = SweepGrid.axes(typed, allowed);
    axes.values().stream().flatMap(List::stream).filter(SweepRange::is).forEach(SweepRange::parse);
    return new RandomTrials(axes);
  }

  /**
   * The trials, no two alike.
   *
   * @throws UsageException when there are not as many
   */
  List<SweepGrid.Combination> draw(int count, long seed) {
    List<SweepGrid.Combination> trials = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (trials.size() < count) {
      int draw = 0;
      SweepGrid.Combination one;
      do {
        if (draw == MOST_DRAWS) {
          throw new UsageException(
              "--random: there are no "
                  + count
                  + " different trials, only "
                  + trials.size()
                  + "; give more values, or leave it out to try them all");
        }
        one = one(seed, (long) trials.size() * MOST_DRAWS + draw++);
      } while (!names.add(one.name()));
      trials.add(one);
    }
    SweepGrid.checkNames(trials);
    return trials;
  }

  private SweepGrid.Combination one(long seed, long draw) {
    Map<String, String> values = new LinkedHashMap<>();
    axes.forEach(
        (option, from) -> {
          SplitMix64 random = SplitMix64.of(seed + option.hashCode(), draw);
          String chosen = from.get(random.below(from.size()));
          values.put(
              option, SweepRange.is(chosen) ? SweepRange.parse(chosen).draw(random) : chosen);
        });
    return new SweepGrid.Combination(values);
  }
}
