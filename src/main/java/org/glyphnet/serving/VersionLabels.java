package org.glyphnet.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.glyphnet.Internal;
import org.glyphnet.data.DataException;

/**
 * Which version of a model bears which label: the file {@code version_labels.json} in the model's
 * folder, as {@code {"stable": 3, "canary": 4}}.
 */
@Internal
public final class VersionLabels {
  static final String FILE = "version_labels.json";

  private static final int MOST_BYTES = 1 << 16;
  private static final String WANTED = "expected such as {\"stable\": 3, \"canary\": 4}";

  private VersionLabels() {}

  /** Whether a label can stand in a path as it is: letters, digits, dot, dash, underscore. */
  public static boolean isLabel(String text) {
    return text.matches("[A-Za-z0-9._-]{1,64}");
  }

  /**
   * The labels that a model's folder names; none where it has no such file.
   *
   * @throws DataException when the file is damaged
   */
  static Map<String, Long> read(Path model) throws IOException {
    Path file = model.resolve(FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    // A pipe would be waited for, and whatever is large is no such file.
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw damaged(file, "it is no regular file of at most " + MOST_BYTES + " bytes", null);
    }
    try (JsonParser json = RequestJson.FACTORY.createParser(Files.readAllBytes(file))) {
      return labels(json, file);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage().lines().findFirst().orElse("no JSON"), e);
    }
  }

  private static Map<String, Long> labels(JsonParser json, Path file) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw damaged(file, "it holds no object", null);
    }
    Map<String, Long> labels = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String label = json.currentName();
      if (!isLabel(label)) {
        throw damaged(file, "'" + label + "' is no label: letters, digits, '.', '-', '_'", null);
      }
      if (json.nextToken() != JsonToken.VALUE_NUMBER_INT || json.getLongValue() < 0) {
        throw damaged(
            file, "the version of '" + label + "' is no number, found " + json.getText(), null);
      }
      if (labels.put(label, json.getLongValue()) != null) {
        throw damaged(file, "'" + label + "' stands there twice", null);
      }
    }
    if (json.nextToken() != null) {
      throw damaged(file, "something follows the object", null);
    }
    return labels;
  }

  private static DataException damaged(Path file, String found, Exception cause) {
    return new DataException(file + ": damaged: " + found + "; " + WANTED, cause);
  }
}
