package org.glyphnet.saving;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.glyphnet.Internal;

/**
 * All that decides which numbers a run trains, by name: a checkpoint bears it, so that it is not
 * continued with other settings or data. Immutable.
 *
 * @param values each value by its name; neither holds a line break
 * @param formatZeroSha256 what a checkpoint of format 0 bears of the same, as a checksum; null when
 *     there is none of that format
 */
@Internal
public record Fingerprint(SortedMap<String, String> values, String formatZeroSha256) {
  /** Of a network that no run's record tells of. */
  public static final Fingerprint NONE = new Fingerprint(new TreeMap<>(), null);

  public Fingerprint {
    values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * The first value that is another in a checkpoint. A name that only one of them has is passed
   * over: an option that came later was at its default before.
   */
  Optional<String> difference(Map<String, String> saved) {
    return values.entrySet().stream()
        .filter(
            value -> !saved.getOrDefault(value.getKey(), value.getValue()).equals(value.getValue()))
        .map(
            value -> value.getKey() + " " + saved.get(value.getKey()) + ", not " + value.getValue())
        .findFirst();
  }
}
