package org.glyphnet.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glyphnet.runs.RunRecord;

/**
 * Settings of one kind under a heading.
 *
 * @param values each setting's name and value
 */
record SettingsGroup(String name, List<Map.Entry<String, String>> values) {
  /** Everything that a run's record tells of its making. */
  static List<SettingsGroup> of(RunRecord record) {
    RunRecord.Data data = record.data();
    return List.of(
        new SettingsGroup("Options", List.copyOf(record.options().entrySet())),
        new SettingsGroup(
            "Data",
            List.of(
                Map.entry("data set", data.dataset()),
                Map.entry("SHA-256", data.sha256()),
                Map.entry(
                    "images",
                    String.format(
                        Locale.ROOT, "%,d%s", data.images(), data.cut() ? ", a part" : "")),
                Map.entry("classes", String.join(", ", data.classNames())),
                Map.entry("split", data.split()),
                Map.entry("to train", Shown.count(data.train())),
                Map.entry("to test", Shown.count(data.test())))),
        new SettingsGroup("Versions", List.copyOf(record.versions().entrySet())),
        new SettingsGroup("Machine", List.copyOf(record.machine().entrySet())));
  }
}
