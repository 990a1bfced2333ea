package org.glyphnet.serving;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path of TensorFlow Serving's REST API: {@code
 * /v1/models/NAME[/versions/N|/labels/L][:predict|/metadata]}.
 *
 * @param model name of the model, decoded
 * @param version the version; empty for the newest
 * @param verb such as {@code predict}; {@code metadata} too; empty for the model's status
 */
record ModelPath(String model, OptionalLong version, String verb) {
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
   * @throws Refusal for a version that is no number, and for a label: there are none
   */
  static Optional<ModelPath> parse(String path) {
    Matcher parts = FORM.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    if (parts.group(3) != null) {
      throw Refusal.badRequest("Unrecognized servable version label: %s", parts.group(3));
    }
    String verb = parts.group(4) != null ? parts.group(4) : parts.group(5);
    return Optional.of(
        new ModelPath(
            decoded(parts.group(1)),
            version(parts.group(2)),
            verb == null ? "" : verb.toLowerCase(Locale.ROOT)));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Failed to decode model name: %s", name);
    }
  }

  private static OptionalLong version(String digits) {
    if (digits == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Failed to convert version: %s to numeric.", digits);
    }
  }
}
