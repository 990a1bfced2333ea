package org.glyphnet.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of values as a flat list of names, such as {@code setup.training.seed}. */
final class NamedValues {
  private NamedValues() {}

  /** Every leaf; a list's elements bear their place in it, and {@code count} is their number. */
  static SortedMap<String, String> of(JsonNode tree) {
    SortedMap<String, String> values = new TreeMap<>();
    add("", tree, values);
    return values;
  }

  private static void add(String name, JsonNode node, Map<String, String> values) {
    String prefix = name.isEmpty() ? "" : name + ".";
    if (node.isObject()) {
      node.properties().forEach(child -> add(prefix + child.getKey(), child.getValue(), values));
    } else if (node.isArray()) {
      values.put(prefix + "count", Integer.toString(node.size()));
      for (int i = 0; i < node.size(); i++) {
        add(prefix + i, node.get(i), values);
      }
    } else {
      values.put(name, node.asText().replaceAll("\\s", " "));
    }
  }
}
