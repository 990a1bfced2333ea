package org.glyphnet.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.glyphnet.data.DataException;
import org.glyphnet.saving.SavedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which labels the versions of a model are to bear, and which they get: a label moves only to a
 * version that can be asked, and stays where it is until then. For one thread.
 */
final class LabelWishes {
  private static final Logger LOG = LoggerFactory.getLogger(LabelWishes.class);

  private final String name;
  private final Path folder;
  private final Map<String, Long> given;

  /** What the folder's file said when it could last be read. */
  private Map<String, Long> ofFile = Map.of();

  /** What was told last, so that each trouble is one line and not one a look. */
  private String told = "";

  /**
   * @param name of the model, for the log
   * @param folder where the file with the labels may be
   * @param given labels that count before the file's
   */
  LabelWishes(String name, Path folder, Map<String, Long> given) {
    this.name = name;
    this.folder = folder;
    this.given = given;
  }

  /**
   * The labels from now on.
   *
   * @param before those until now
   * @param opens whether a version is open, or could be opened just now
   */
  Map<String, Long> granted(Map<String, Long> before, LongPredicate opens) {
    StringBuilder trouble = new StringBuilder();
    Map<String, Long> wanted = wanted(trouble);
    Map<String, Long> granted = new TreeMap<>();
    wanted.forEach(
        (label, number) -> {
          if (opens.test(number)) {
            granted.put(label, number);
            return;
          }
          Long old = before.get(label);
          trouble
              .append(trouble.isEmpty() ? "" : "; ")
              .append("label '")
              .append(label)
              .append("': version ")
              .append(number)
              .append(" cannot be served, ")
              .append(old == null ? "so no version bears it" : "version " + old + " keeps it");
          if (old != null) {
            granted.put(label, old);
          }
        });
    if (!trouble.isEmpty() && !told.contentEquals(trouble)) {
      LOG.warn("{}: {}", name, trouble);
    }
    told = trouble.toString();
    if (!granted.equals(before)) {
      LOG.info("{}: versions by label: {}", name, granted);
    }
    return granted;
  }

  private Map<String, Long> wanted(StringBuilder trouble) {
    try {
      // A single version's folder has no say about others.
      ofFile = SavedModels.isVersion(folder) ? Map.of() : VersionLabels.read(folder);
    } catch (DataException e) {
      trouble.append(e.getMessage()).append(", the labels before it stay");
    } catch (IOException e) {
      trouble.append(e).append(", the labels before it stay");
    }
    Map<String, Long> wanted = new TreeMap<>(ofFile);
    wanted.putAll(given);
    return wanted;
  }
}
