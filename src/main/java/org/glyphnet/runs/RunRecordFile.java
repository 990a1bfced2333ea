package org.glyphnet.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glyphnet.data.DataException;
import org.glyphnet.files.DurableFiles;
import org.glyphnet.files.Sha256;

/**
 * Writes and reads {@code run.json}; NaN is {@code null} there. Its first property, {@code format},
 * is the number of its format; a record without one is of format 0, see {@link FormatZero}.
 * Properties that this version does not know are passed over. Its last property, {@code sha256}, is
 * the checksum of all that stands before it, so that a flipped bit is not taken for what was
 * trained. A record without one is taken as it is.
 */
public final class RunRecordFile {
  /** The format that is written. */
  static final int FORMAT = 1;

  private static final String FORMAT_KEY = "format";

  private static final Pattern SEALED =
      Pattern.compile("(.*),\\s*\"sha256\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*}\\s*", Pattern.DOTALL);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A record's isX() is an answer, not a component.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .addModule(NanAsNull.module())
          .addModule(NetworkJson.module())
          .build();

  private RunRecordFile() {}

  /** Writes the record; a reader sees the old one or the new one, never half of either. */
  public static void write(Path file, RunRecord record) throws IOException {
    ObjectNode tree = MAPPER.createObjectNode().put(FORMAT_KEY, FORMAT);
    tree.setAll((ObjectNode) MAPPER.valueToTree(record));
    String json = MAPPER.writeValueAsString(tree).stripTrailing();
    String body = json.substring(0, json.length() - 1).stripTrailing();
    String seal = ",\n  \"sha256\" : \"" + sha256(body) + "\"\n}\n";
    DurableFiles.write(file, (body + seal).getBytes(UTF_8));
  }

  /**
   * Reads a record, of this format or an older one.
   *
   * @param file in the run's folder
   * @throws DataException when there is none, it is damaged, or of a newer format
   */
  public static RunRecord read(Path file) throws IOException {
    try {
      RunRecord record = MAPPER.treeToValue(upgraded(file), RunRecord.class);
      if (record == null || !isWhole(record)) {
        throw lacksParts(file);
      }
      return record;
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": not found; give the folder of a training run", e);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + ": not the record of a run, or damaged: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  /**
   * All that decides which numbers a run trains, by name: what a checkpoint bears, so that it is
   * not continued with another record.
   */
  public static Map<String, String> trainedWith(RunRecord record) {
    ObjectNode tree = MAPPER.createObjectNode();
    tree.set("setup", MAPPER.valueToTree(record.setup()));
    // More epochs or fewer reports change no step.
    ((ObjectNode) tree.at("/setup/training")).remove("epochs");
    ((ObjectNode) tree.at("/setup/training")).remove("report_every");
    ObjectNode setup = (ObjectNode) tree.get("setup");
    setup.remove("start");
    if (record.setup().start() != null) { // wherever the model lies
      setup.put("start", record.setup().start().sha256());
    }
    if (record.setup().network().convolutions().normalised()) {
      // Before 0.2.0 was released such blocks were normalised first: the same variables, another
      // network.
      ((ObjectNode) setup.at("/network/convolutions")).put("normalised", "after pooling");
    }
    RunRecord.Data data = record.data();
    tree.putObject("data")
        .put("sha256", data.sha256())
        .put("images", data.images())
        .put("split", data.split())
        .put("train", data.train());
    return NamedValues.of(tree);
  }

  private static JsonNode upgraded(Path file) throws IOException {
    if (!(MAPPER.readTree(unsealed(file)) instanceof ObjectNode tree)) {
      throw lacksParts(file);
    }
    int format = tree.path(FORMAT_KEY).asInt(0);
    if (format > FORMAT) {
      throw new DataException(
          file
              + ": of format "
              + format
              + ", written by a newer glyphnet; this one reads up to format "
              + FORMAT);
    }
    if (format == 0) {
      if (!FormatZero.isWhole(tree)) {
        throw lacksParts(file);
      }
      return withLaterNumbers(
          FormatZero.upgrade(tree, new RunFolder(file.toAbsolutePath().getParent())));
    }
    return withLaterNumbers(tree);
  }

  /** Gives epochs that were recorded before these numbers were the mark of what is not known. */
  private static JsonNode withLaterNumbers(JsonNode tree) {
    for (JsonNode epoch : tree.path("epochs")) {
      for (String name : List.of("validation_accuracy", "validation_cost", "learning_rate")) {
        if (epoch instanceof ObjectNode numbers && !numbers.has(name)) {
          numbers.putNull(name);
        }
      }
    }
    return tree;
  }

  private static boolean isWhole(RunRecord record) {
    return Stream.of(record.options(), record.setup(), record.outputs(), record.data())
            .noneMatch(Objects::isNull)
        && Stream.of(
                record.setup().network(), record.setup().optimizer(), record.setup().training())
            .noneMatch(Objects::isNull);
  }

  private static DataException lacksParts(Path file) {
    return new DataException(
        file
            + ": lacks 'run', 'options', 'setup', 'outputs' or 'data'; not the record of a run,"
            + " or damaged");
  }

  private static byte[] unsealed(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // What is no UTF-8 has become something else here, and does not fit its checksum.
    Matcher sealed = SEALED.matcher(new String(bytes, UTF_8));
    if (!sealed.matches()) {
      return bytes;
    }
    String body = sealed.group(1);
    if (!sha256(body).equals(sealed.group(2))) {
      throw new DataException(
          file
              + ": damaged: its checksum does not fit; if you edited it, take its last property out");
    }
    return (body + "}").getBytes(UTF_8);
  }

  private static String firstLine(String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(UTF_8));
  }
}
