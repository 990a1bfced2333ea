package org.glyphnet.data.folders;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.glyphnet.data.folders.ClassFolders.Entry;
import org.glyphnet.data.folders.ClassFolders.Part;

/** How many images each class has in each part, and what is to be told of it. */
final class ClassCounts {
  private final Map<String, Map<Part, Long>> counts;
  private final boolean divided;

  ClassCounts(List<Entry> entries) {
    counts =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    Entry::className,
                    TreeMap::new,
                    Collectors.groupingBy(
                        Entry::part, () -> new EnumMap<>(Part.class), Collectors.counting())));
    divided = counts.values().stream().flatMap(c -> c.keySet().stream()).distinct().count() > 1;
  }

  /** Names of the classes, in order. */
  List<String> names() {
    return List.copyOf(counts.keySet());
  }

  /** Classes with too few images to learn from or to test with, a line a kind. */
  List<String> notices() {
    List<String> lines = new ArrayList<>();
    tell(lines, "Classes with one image only", c -> total(c) == 1);
    if (divided) {
      tell(lines, "Classes without training images", c -> !c.containsKey(Part.TRAIN));
      tell(
          lines,
          "Classes without test images",
          c -> c.keySet().equals(java.util.Set.of(Part.TRAIN)));
    }
    return lines;
  }

  private void tell(List<String> lines, String what, Predicate<Map<Part, Long>> concerned) {
    String names =
        counts.entrySet().stream()
            .filter(entry -> concerned.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      lines.add(what + ": " + names);
    }
  }

  private static long total(Map<Part, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
