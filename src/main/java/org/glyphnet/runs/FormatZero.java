package org.glyphnet.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glyphnet.data.DataException;
import org.glyphnet.files.Sha256;

/**
 * {@code run.json} as it was before it bore a format number: flat, the precision and the outputs
 * only among the options, and places as they were typed, relative to the working directory of the
 * time.
 */
final class FormatZero {
  private FormatZero() {}

  /** Whether it has what makes it a run's record. */
  static boolean isWhole(ObjectNode old) {
    return old.path("run").isTextual()
        && List.of("options", "network", "optimizer", "training", "data").stream()
            .allMatch(part -> old.path(part).isObject());
  }

  /** The same in the present format. */
  static ObjectNode upgrade(ObjectNode old, RunFolder run) {
    ObjectNode options = (ObjectNode) old.get("options");
    Places places = new Places(run, options.path("runs-dir").asText("runs"));
    ObjectNode now = old.objectNode();
    now.set("run", old.get("run"));
    now.putObject("times")
        .<ObjectNode>set("started", old.get("started"))
        .set("finished", old.get("finished"));
    now.set("options", options);
    now.set("setup", setup(old, options));
    now.set("outputs", outputs(old, options, places));
    now.set("data", data((ObjectNode) old.get("data"), places));
    now.putObject("environment")
        .<ObjectNode>set("versions", old.get("versions"))
        .set("machine", old.get("machine"));
    now.set("epochs", old.get("epochs"));
    now.set(
        "outcome",
        old.get("outcome") instanceof ObjectNode outcome ? outcome(outcome, places) : null);
    now.put("format_zero_sha256", trainedWithSha256(old));
    return now;
  }

  /**
   * Places that were written as they were typed.
   *
   * @param run the run's folder now
   * @param runsDir the option of that name then
   */
  private record Places(RunFolder run, String runsDir) {
    /** The working directory then, if the run still lies below it as it did. */
    private Path workingDirectory() {
      Path folder = run.path().toAbsolutePath().normalize();
      Path below = Path.of(runsDir).resolve(run.name()).normalize();
      return !below.isAbsolute() && folder.endsWith(below)
          ? folder
              .getRoot()
              .resolve(folder.subpath(0, folder.getNameCount() - below.getNameCount()))
          : Path.of("").toAbsolutePath();
    }

    ObjectNode stored(ObjectNode factory, String typed) {
      StoredPath stored = StoredPath.of(workingDirectory().resolve(typed), run);
      return factory
          .objectNode()
          .put("from_run", stored.fromRun())
          .put("absolute", stored.absolute());
    }
  }

  private static ObjectNode setup(ObjectNode old, ObjectNode options) {
    ObjectNode setup = old.objectNode();
    for (String part : List.of("network", "optimizer", "training")) {
      setup.set(part, old.get(part));
    }
    setup.put("precision", options.path("precision").asText("float32").toUpperCase(Locale.ROOT));
    setup.set("threads", old.get("threads"));
    return setup;
  }

  private static ObjectNode outputs(ObjectNode old, ObjectNode options, Places places) {
    ObjectNode outputs = old.objectNode();
    String models = options.path("saved-models").asText("saved_models");
    outputs.set("saved_models", places.stored(old, models));
    outputs.put("model", options.path("model").asText(old.path("run").asText()));
    outputs.put("max_to_keep", number(options, "max-to-keep", 10));
    if (!options.path("save-every").asText("never").equals("never")) {
      outputs.put("save_every", number(options, "save-every", 1));
    }
    return outputs;
  }

  private static int number(ObjectNode options, String name, int byDefault) {
    String text = options.path(name).asText(Integer.toString(byDefault));
    try {
      return Math.max(1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new DataException("run.json: '" + text + "' is no " + name + "; damaged", e);
    }
  }

  private static ObjectNode data(ObjectNode old, Places places) {
    ObjectNode data = old.deepCopy();
    String typed = old.path("dataset").asText();
    String folder = typed.contains(":") ? typed.substring(typed.indexOf(':') + 1) : "";
    String mnist = old.path("data_dir").asText("");
    String place = folder.isEmpty() ? mnist : folder;
    if (!place.isEmpty()) {
      data.set("folder", places.stored(old, place));
    }
    return data;
  }

  private static ObjectNode outcome(ObjectNode old, Places places) {
    ObjectNode outcome = old.objectNode();
    for (String part : List.of("train", "test")) {
      outcome
          .putObject(part)
          .<ObjectNode>set("accuracy", old.get(part + "_accuracy"))
          .<ObjectNode>set("cost", old.get(part + "_cost"))
          .set("scores_sha256", old.get(part + "_scores_sha256"));
    }
    outcome.set("checkpoint", old.get("checkpoint"));
    if (old.path("saved_model").isTextual()) {
      outcome.set("saved_model", places.stored(old, old.get("saved_model").asText()));
    }
    return outcome;
  }

  /** Checksum of a text that was put together of the records' descriptions of themselves. */
  private static String trainedWithSha256(ObjectNode old) {
    JsonNode training = old.get("training");
    JsonNode data = old.get("data");
    String precision = old.path("options").path("precision").asText("null");
    String text =
        String.join(
            "\n",
            described("NetworkSpec", old.get("network")),
            described("AdamSpec", old.get("optimizer")),
            "batch size " + text(training, "batch_size") + ", seed " + text(training, "seed"),
            "threads " + text(old, "threads") + ", precision " + precision,
            "data " + text(data, "sha256") + ", " + text(data, "images") + " images",
            "split " + text(data, "split") + ", " + text(data, "train") + " to train");
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As Java describes a record: {@code Type[name=value, ...]}. */
  private static String described(String type, JsonNode record) {
    return record.properties().stream()
        .map(field -> camelCase(field.getKey()) + "=" + component(field.getValue()))
        .collect(Collectors.joining(", ", type + "[", "]"));
  }

  private static String component(JsonNode value) {
    return value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : value.asText();
  }

  private static String camelCase(String snakeCase) {
    return Pattern.compile("_([a-z])")
        .matcher(snakeCase)
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText();
  }
}
