package org.glyphnet.serving;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path of TensorFlow Serving's REST API: {@code
 * /v1/models/NAME[/versions/N|/labels/L][:predict|/metadata]}.
 *
 * @param model name of the model, decoded
 * @param version the version, by number, label or neither
 * @param verb such as {@code predict}; {@code metadata} too; empty for the model's status
 */
record ModelPath(String model, VersionChoice version, String verb) {
  private static final Pattern FORM =
      Pattern.compile(
          "/v1/models/([^/]+?)(?:/versions/([0-9]+)|/labels/([^/:]+))?"
              + "(?:/(metadata)|:(classify|regress|predict|image))?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads a path.
   *
   * @param path as it came: the model's name may be encoded
   * @return empty when it is none of these
   * @throws Refusal for a version that is no number
   */
  static Optional<ModelPath> parse(String path) {
    Matcher parts = FORM.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String verb = parts.group(4) != null ? parts.group(4) : parts.group(5);
    return Optional.of(
        new ModelPath(
            decoded(parts.group(1)),
            parts.group(3) == null
                ? version(parts.group(2))
                : VersionChoice.labelled(parts.group(3)),
            verb == null ? "" : verb.toLowerCase(Locale.ROOT)));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Failed to decode model name: %s", name);
    }
  }

  private static VersionChoice version(String digits) {
    if (digits == null) {
      return VersionChoice.DEFAULT;
    }
    try {
      return VersionChoice.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Failed to convert version: %s to numeric.", digits);
    }
  }
}
