package org.glyphnet.serving;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path of the Open Inference Protocol below a model (also called KServe's V2): {@code
 * /v2/models/NAME[/versions/V][/ready|/infer]}.
 *
 * @param model the model and version
 * @param verb {@code ready} or {@code infer}; empty for the metadata
 */
record InferPath(ModelPath model, String verb) {
  private static final Pattern FORM =
      Pattern.compile("/v2/models/([^/]+)((?:/versions/[^/]+)?)(?:/(ready|infer))?");

  /**
   * Reads a path.
   *
   * @param path as it came: the model's name may be encoded
   * @return empty when it is none of these
   * @throws Refusal for a version that is no number
   */
  static Optional<InferPath> parse(String path) {
    Matcher parts = FORM.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String verb = parts.group(3) == null ? "" : parts.group(3);
    // A colon in a name is part of it here, since this protocol has no verbs after one.
    String name = parts.group(1).replace(":", "%3A");
    return ModelPath.parse("/v1/models/" + name + parts.group(2))
        .map(model -> new InferPath(model, verb))
        .or(
            () -> {
              throw Refusal.badRequest("Failed to convert version in %s to numeric.", path);
            });
  }
}
