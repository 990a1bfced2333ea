package org.glyphnet.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glyphnet.Internal;

/**
 * So many of a number of images: of each group, such as a class, its share, at least one where the
 * number allows it, evenly spread over the images in their order. No chance is in it.
 */
@Internal
public final class EvenDraw {
  private EvenDraw() {}

  /**
   * Draws.
   *
   * @param groups the group of each image
   * @param wanted how many are drawn
   * @return numbers of the images, ascending
   * @throws DataException when there are not so many
   */
  public static int[] of(List<String> groups, int wanted) {
    if (wanted < 1 || wanted > groups.size()) {
      throw new DataException("there are " + groups.size() + " images, not " + wanted);
    }
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < groups.size(); i++) {
      members.computeIfAbsent(groups.get(i), key -> new ArrayList<>()).add(i);
    }
    List<Integer> drawn = new ArrayList<>();
    quotas(members, groups.size(), wanted)
        .forEach(
            (group, quota) -> {
              List<Integer> own = members.get(group);
              for (int i = 0; i < quota; i++) {
                drawn.add(own.get((int) ((long) i * own.size() / quota)));
              }
            });
    return drawn.stream().sorted().mapToInt(Integer::intValue).toArray();
  }

  /** Shares rounded down and raised to one, then corrected where they are farthest from right. */
  private static Map<String, Integer> quotas(
      Map<String, List<Integer>> members, int count, int wanted) {
    Map<String, Integer> quotas = new TreeMap<>();
    int least = wanted >= members.size() ? 1 : 0;
    int sum = 0;
    for (Map.Entry<String, List<Integer>> group : members.entrySet()) {
      int quota = Math.max(least, (int) ((long) group.getValue().size() * wanted / count));
      quotas.put(group.getKey(), quota);
      sum += quota;
    }
    for (; sum != wanted; sum += sum < wanted ? 1 : -1) {
      int step = sum < wanted ? 1 : -1;
      Comparator<String> wronged =
          Comparator.comparingDouble(
              group ->
                  step * ((double) members.get(group).size() * wanted / count - quotas.get(group)));
      String next =
          quotas.keySet().stream()
              .filter(group -> quotas.get(group) + step >= least)
              .filter(group -> quotas.get(group) + step <= members.get(group).size())
              .max(wronged)
              .orElseThrow();
      quotas.merge(next, step, Integer::sum);
    }
    return quotas;
  }
}
