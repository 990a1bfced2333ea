package org.glyphnet.serving;

import java.util.Map;
import java.util.TreeMap;

/**
 * The versions of a model that answer at one moment. Immutable, so that a request sees the numbers
 * and the labels of the same moment.
 *
 * @param byDefault answers where none is named; null before the first is loaded
 * @param byNumber all that are open
 * @param labels the number of the version that bears each; always one that is open
 */
record OpenVersions(
    ModelVersion byDefault, Map<Long, ModelVersion> byNumber, Map<String, Long> labels) {
  static final OpenVersions NONE = new OpenVersions(null, Map.of(), Map.of());

  OpenVersions {
    byNumber = Map.copyOf(byNumber);
    labels = Map.copyOf(labels);
  }

  /**
   * The version that is asked for; null when it is not open.
   *
   * @throws Refusal with status 400 for a label that no version bears
   */
  ModelVersion find(VersionChoice choice) {
    if (choice.label().isPresent()) {
      return byNumber.get(labelled(choice.label().get()));
    }
    return choice.number().isPresent() ? byNumber.get(choice.number().getAsLong()) : byDefault;
  }

  /**
   * Number of the version that bears a label.
   *
   * @throws Refusal with status 400 when none does
   */
  long labelled(String label) {
    Long number = labels.get(label);
    if (number == null) {
      throw VersionChoice.unknownLabel(label);
    }
    return number;
  }

  /** With one more, or another of its number. */
  OpenVersions with(ModelVersion version) {
    Map<Long, ModelVersion> more = new TreeMap<>(byNumber);
    more.put(version.number(), version);
    boolean again = byDefault != null && byDefault.number() == version.number();
    return new OpenVersions(again ? version : byDefault, more, labels);
  }

  /** With another one by default, which is open. */
  OpenVersions withDefault(long number) {
    return new OpenVersions(byNumber.get(number), byNumber, labels);
  }

  /** With these labels, and without the versions that neither are the default nor bear one. */
  OpenVersions onlyLabelled(Map<String, Long> newLabels) {
    Map<Long, ModelVersion> kept = new TreeMap<>(byNumber);
    kept.values()
        .removeIf(version -> version != byDefault && !newLabels.containsValue(version.number()));
    return new OpenVersions(byDefault, kept, newLabels);
  }
}
